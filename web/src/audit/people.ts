import type { Schemas } from '../api/client';

export type Person = Schemas['TracePeople']['people'][number];

/** What people are sorted by: the name in the address, and what stands over the column. */
const KEYS: Record<string, (person: Person) => string | number> = {
    who: (person) => person.account ?? '',
    access: (person) => person.may_read.length,
    first: (person) => Date.parse(person.first_at),
    last: (person) => Date.parse(person.last_at),
    count: (person) => person.hand_outs,
};

/** As they came, or by a column; with `-` before it backwards. What is equal keeps its order. */
export function sorted(people: Person[], sort: string | undefined): Person[] {
    const backwards = sort?.startsWith('-') ?? false;
    const name = backwards ? (sort ?? '').slice(1) : (sort ?? '');
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    if (key === undefined) {
        return people;
    }
    return people.toSorted((one, other) => {
        const a = key(one);
        const b = key(other);
        const order = typeof a === 'string' ? a.localeCompare(String(b), 'en') : a - Number(b);
        return backwards ? -order : order;
    });
}

/** Forwards, then backwards, then as they came. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
    return sort === column ? `-${column}` : sort === `-${column}` ? undefined : column;
}

/** A moment as a field for date and time in the viewer's zone has it; empty for none. */
export function fieldOf(iso: string | undefined): string {
    const at = iso === undefined ? Number.NaN : Date.parse(iso);
    if (Number.isNaN(at)) {
        return '';
    }
    const offset = new Date(at).getTimezoneOffset() * 60_000;
    return new Date(at - offset).toISOString().slice(0, 16);
}

/** The moment that such a field names; none where it is empty or no moment. */
export function momentOf(field: string): string | undefined {
    const at = field === '' ? Number.NaN : new Date(field).getTime();
    return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
