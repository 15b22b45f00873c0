import { Code, Text } from '@mantine/core';
import { exactBytes, exactCount, exactTime, humanBytes, humanCount, humanTime, localTime, shortHash, visibleName } from './format';

/** Bytes, exact on hover. */
export function Bytes({ value }: { value: number }) {
    return <span title={exactBytes(value)}>{humanBytes(value)}</span>;
}

/** A count, exact on hover. */
export function Count({ value, more = false }: { value: number; more?: boolean }) {
    return (
        <span title={more ? `at least ${exactCount(value)}` : exactCount(value)}>
            {humanCount(value)}
            {more ? '+' : ''}
        </span>
    );
}

/** A time: how long ago, or with `long` to the second in the viewer's zone. On hover the other, and UTC. */
export function Time({ value, long = false }: { value: string; long?: boolean }) {
    const at = new Date(value);
    return (
        <time dateTime={value} title={long ? exactTime(at) : `${localTime(at)} (${exactTime(at)})`}>
            {long ? localTime(at) : humanTime(at, new Date())}
        </time>
    );
}

/** A hash, whole on hover. */
export function Hash({ value }: { value: string }) {
    return <Code title={value}>{shortHash(value)}</Code>;
}

/** A name that somebody chose: isolated from the text around it, and with nothing in it unseen. */
export function Name({ value }: { value: string }) {
    return <bdi className="name">{visibleName(value)}</bdi>;
}

/** What is not there. */
export function None({ children = 'none' }: { children?: string }) {
    return (
        <Text span inherit c="dimmed">
            {children}
        </Text>
    );
}
