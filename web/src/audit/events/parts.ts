import type { Filters } from './filters';
import type { Event } from './sentence';

/** Asks for events, newest first: one answer, which may be short, or empty, and not the last. */
export type Read = (
    filters: Filters,
    after: string | undefined,
    limit: number,
    signal: AbortSignal,
) => Promise<{ items: Event[]; next: string | undefined }>;

const LIMIT = 100;
/** So many requests at most until the person is asked whether to go on. */
const MOST_REQUESTS = 5;
/** A part with so many events is worth showing. */
const ENOUGH = 20;

export interface EventPart {
    items: Event[];
    next: string | undefined;
    /** Little was found, though all the requests were made. */
    rare: boolean;
}

/** A part of the list; goes on for a while where what is asked for is rare. */
export async function readPart(filters: Filters, after: string | undefined, signal: AbortSignal, read: Read): Promise<EventPart> {
    const items: Event[] = [];
    let next = after;
    for (let request = 0; request < MOST_REQUESTS; request++) {
        const page = await read(filters, next, LIMIT, signal);
        items.push(...page.items);
        next = page.next;
        if (next === undefined || items.length >= ENOUGH) {
            return { items, next, rare: false };
        }
    }
    return { items, next, rare: true };
}
