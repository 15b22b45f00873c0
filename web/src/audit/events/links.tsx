import type { ReactNode } from 'react';
import { Name } from '../../parts/Values';
import { TextLink } from '../TextLink';
import type { Filters } from './filters';

/** To the explorer, with these filters set. */
export function EventsLink({ filters, children, label }: { filters: Filters; children: ReactNode; label?: string }) {
    return (
        <TextLink to="/audit/events" search={filters} size="sm" aria-label={label}>
            {children}
        </TextLink>
    );
}

/** To everything that a person did. */
export function PersonLink({ name }: { name: string }) {
    return (
        <TextLink to="/audit/people/$account" params={{ account: name }} size="sm">
            <Name value={name} />
        </TextLink>
    );
}

/** To everything that happened to a package. */
export function PackageLink({ name }: { name: string }) {
    const slash = name.indexOf('/');
    return (
        <TextLink
            to="/audit/packages/$namespace/$name"
            params={{ namespace: name.slice(0, slash), name: name.slice(slash + 1) }}
            size="sm"
        >
            <Name value={name} />
        </TextLink>
    );
}

/** To where some bytes are and who was handed them. */
export function TraceLink({ sha256, children }: { sha256: string; children: ReactNode }) {
    return (
        <TextLink to="/audit/trace" search={{ sha256 }} size="sm">
            {children}
        </TextLink>
    );
}
