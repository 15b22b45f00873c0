import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import { counted, exactCount, visibleName } from '../parts/format';
import { Bytes, None, Time } from '../parts/Values';

/** Packages, each with what its newest version holds. */
export function PackageList({ packages, within }: { packages: Schemas['Package'][]; within?: string }) {
    return (
        <ul className="list packages">
            {packages.map((each) => (
                <li key={`${each.namespace}/${each.name}`}>
                    <Link to="/packages/$namespace/$name" params={{ namespace: each.namespace, name: each.name }}>
                        {within === each.namespace ? null : <span className="list-namespace">{each.namespace}/</span>}
                        <strong>{each.name}</strong>
                    </Link>
                    {each.description !== undefined && (
                        <bdi className="list-description">{visibleName(each.description)}</bdi>
                    )}
                    <span className="list-facts">
                        <Facts of={each} />
                    </span>
                </li>
            ))}
        </ul>
    );
}

function Facts({ of }: { of: Schemas['Package'] }) {
    if (!of.latest) {
        return <None>nothing pushed yet</None>;
    }
    return (
        <>
            {of.latest.entries !== undefined && (
                <span title={exactCount(of.latest.entries)}>{counted(of.latest.entries, 'file')}</span>
            )}
            {of.latest.bytes !== undefined && <Bytes value={of.latest.bytes} />}
            {of.view && <span>some paths</span>}
            <Time value={of.latest.at} />
        </>
    );
}
