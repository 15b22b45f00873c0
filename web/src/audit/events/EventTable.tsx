import { Badge } from '@mantine/core';
import { memo } from 'react';
import { hashOf } from '../hashes';
import { Hash, Name, None, Time } from '../../parts/Values';
import { TextLink } from '../TextLink';
import { PackageLink, PersonLink, TraceLink } from './links';
import { detail, type Event, sentence, whoOf } from './sentence';

/** Events, a row each: when, who, what, from where, and whether it was allowed. */
export function EventTable({ caption, events, fresh }: { caption: string; events: Event[]; fresh?: ReadonlySet<string> }) {
    return (
        <section className="table-frame events" aria-label={caption} tabIndex={0}>
            <table>
                <thead>
                    <tr>
                        <th scope="col">When</th>
                        <th scope="col">Who</th>
                        <th scope="col">What</th>
                        <th scope="col">From</th>
                        <th scope="col">Outcome</th>
                        <th scope="col">Event</th>
                    </tr>
                </thead>
                <tbody>
                    {events.map((event) => (
                        <Row key={event.event} event={event} fresh={fresh?.has(event.event) ?? false} />
                    ))}
                </tbody>
            </table>
        </section>
    );
}

const Row = memo(function Row({ event, fresh }: { event: Event; fresh: boolean }) {
    return (
        <tr data-fresh={fresh || undefined}>
            <td className="event-when">
                <Time value={event.at} long />
            </td>
            <td>
                <Who event={event} />
            </td>
            <td className="event-what">
                <What event={event} />
            </td>
            <td>{event.address === undefined ? <None>–</None> : <Name value={event.address} />}</td>
            <td>
                <Outcome event={event} />
            </td>
            <td>
                <TextLink
                    to="/audit/events"
                    search={(before) => ({ ...before, event: event.event })}
                    resetScroll={false}
                    size="sm"
                    aria-label={`Details of event ${event.event}`}
                >
                    {event.event}
                </TextLink>
            </td>
        </tr>
    );
});

export function Who({ event }: { event: Event }) {
    return event.principal === undefined ? <None>{whoOf(event)}</None> : <PersonLink name={event.principal} />;
}

export function Outcome({ event }: { event: Event }) {
    return event.outcome === 'denied' ? (
        <Badge variant="light" color="red" tt="none">
            denied
        </Badge>
    ) : (
        <span className="event-ok">ok</span>
    );
}

/** What happened, in words, and to what. */
export function What({ event }: { event: Event }) {
    const traced = event.kind === 'trace' ? hashOf(detail(event, 'sha256') ?? '') : null;
    return (
        <>
            <Name value={sentence(event)} />
            {event.package !== undefined && (
                <>
                    {' '}
                    {event.outcome === 'denied' ? 'in ' : ''}
                    <PackageLink name={event.package} />
                </>
            )}
            {event.version !== undefined && (
                <>
                    {' @ '}
                    <Hash value={event.version} />
                </>
            )}
            {traced && (
                <>
                    {' '}
                    <TraceLink sha256={traced}>{traced.slice(0, 19)}…</TraceLink>
                </>
            )}
        </>
    );
}
