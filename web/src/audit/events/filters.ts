import { hashOf } from '../hashes';

/** What is asked of the trail, as it stands in the address of the page. All of it must fit. Kinds have commas between them. */
export interface Filters {
    principal?: string;
    package?: string;
    version?: string;
    fragment?: string;
    kind?: string;
    outcome?: 'ok' | 'denied';
    address?: string;
    grant?: string;
    request?: string;
    since?: string;
    until?: string;
}

/** With the event that is open besides. */
export interface EventSearch extends Filters {
    event?: string;
}

export const FILTERS = [
    'principal',
    'package',
    'version',
    'fragment',
    'kind',
    'outcome',
    'address',
    'grant',
    'request',
    'since',
    'until',
] as const satisfies (keyof Filters)[];

export type FilterName = (typeof FILTERS)[number];

function text(value: unknown): string | undefined {
    return typeof value === 'string' && value !== '' ? value : undefined;
}

export function filtersOf(search: Record<string, unknown>): Filters {
    const outcome = text(search.outcome);
    return {
        principal: text(search.principal),
        package: text(search.package),
        version: text(search.version),
        fragment: text(search.fragment),
        kind: text(search.kind),
        outcome: outcome === 'ok' || outcome === 'denied' ? outcome : undefined,
        address: text(search.address),
        grant: text(search.grant),
        request: text(search.request),
        since: text(search.since),
        until: text(search.until),
    };
}

export function kindsOf(filters: Filters): string[] {
    return filters.kind === undefined ? [] : filters.kind.split(',').filter((kind) => kind !== '');
}

/** The same as the API takes it. */
export function queryOf(filters: Filters) {
    const kinds = kindsOf(filters);
    return { ...filters, kind: kinds.length === 0 ? undefined : kinds };
}

/** What the form holds: text for each filter, times as the browser's own fields have them. */
export type Draft = Record<Exclude<FilterName, 'kind'>, string> & { kind: string[] };

export function draftOf(filters: Filters): Draft {
    return {
        principal: filters.principal ?? '',
        package: filters.package ?? '',
        version: filters.version ?? '',
        fragment: filters.fragment ?? '',
        kind: kindsOf(filters),
        outcome: filters.outcome ?? '',
        address: filters.address ?? '',
        grant: filters.grant ?? '',
        request: filters.request ?? '',
        since: localInput(filters.since),
        until: localInput(filters.until),
    };
}

/** A time in the viewer's zone as `datetime-local` has it; empty for what is none. */
export function localInput(time: string | undefined): string {
    const at = new Date(time ?? '');
    if (Number.isNaN(at.getTime())) {
        return '';
    }
    const two = (number: number) => String(number).padStart(2, '0');
    return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The time in UTC; what is shown unchanged stays as it was, to the microsecond. */
function timeOf(typed: string, before: string | undefined): string | undefined {
    if (typed === localInput(before)) {
        return before;
    }
    const at = new Date(typed);
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export type Mistakes = Partial<Record<FilterName, string>>;

/** What was typed, as filters; or what is wrong with it. */
export function readDraft(draft: Draft, before: Filters): { filters: Filters } | { mistakes: Mistakes } {
    const mistakes: Mistakes = {};
    const typed = (name: Exclude<FilterName, 'kind'>) => draft[name].trim() || undefined;
    const fit = (name: Exclude<FilterName, 'kind'>, pattern: RegExp, advice: string) => {
        const value = typed(name)?.toLowerCase();
        if (value !== undefined && !pattern.test(value)) {
            mistakes[name] = advice;
        }
        return value;
    };
    const version = fit('version', /^@?(sha256:)?[0-9a-f]{4,64}$/, 'A top hash, or how it begins: 4 digits from 0 to f at least.');
    const grant = fit('grant', /^((grant:)?\d{1,18}|registry-admin)$/, 'The number of a grant, or registry-admin.');
    const request = fit('request', /^[0-9a-f]{16}$/, 'The id of a request has 16 digits from 0 to f.');
    const fragment = typed('fragment');
    const hash = fragment === undefined ? undefined : hashOf(fragment);
    if (hash === null) {
        mistakes.fragment = 'That is no SHA-256. It has 64 digits from 0 to f.';
    }
    if (version !== undefined && !typed('package')?.includes('/')) {
        mistakes.version = 'A version is one of a package: name that as well, as namespace/name.';
    }
    const since = timeOf(draft.since, before.since);
    const until = timeOf(draft.until, before.until);
    if (since !== undefined && until !== undefined && Date.parse(since) >= Date.parse(until)) {
        mistakes.until = 'This is before the beginning.';
    }
    if (Object.keys(mistakes).length > 0) {
        return { mistakes };
    }
    return {
        filters: filtersOf({
            principal: typed('principal'),
            package: typed('package'),
            version,
            fragment: hash ?? undefined,
            kind: draft.kind.join(','),
            outcome: draft.outcome,
            address: typed('address'),
            grant: grant?.replace('grant:', ''),
            request,
            since,
            until,
        }),
    };
}

/** Whether two askings are the same. */
export function isSameAsked(one: Filters, other: Filters): boolean {
    return FILTERS.every((name) => one[name] === other[name]);
}
