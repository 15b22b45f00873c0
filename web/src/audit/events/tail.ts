import type { Filters } from './filters';
import type { Read } from './parts';
import type { Event } from './sentence';

/** Events that were committed so much after their time are still found: a transaction may take as long. */
const LATE_MILLIS = 3 * 60_000;
const LIMIT = 200;
const MOST_REQUESTS = 5;

/**
 * Finds what is newer than what was seen. Time is the registry's, told by its newest event, and the distance to it this machine's: a wrong
 * clock here misses nothing.
 */
export class Tail {
    private readonly known = new Map<string, number>();
    private newest: number | null = null;
    private newestSeenAt = 0;

    constructor(
        private readonly filters: Filters,
        private readonly read: Read,
        private readonly clock: () => number,
    ) {}

    /** Events that are shown already. */
    knows(events: Event[]): void {
        for (const event of events) {
            const at = Date.parse(event.at);
            this.known.set(event.event, at);
            if (this.newest === null || at > this.newest) {
                this.newest = at;
                this.newestSeenAt = this.clock();
            }
        }
    }

    /** The newest event of all, to know the registry's time by. */
    async begin(signal: AbortSignal): Promise<void> {
        const { items } = await this.read({}, undefined, 1, signal);
        const [first] = items;
        if (first && (this.newest === null || Date.parse(first.at) > this.newest)) {
            this.newest = Date.parse(first.at);
            this.newestSeenAt = this.clock();
        }
    }

    /** What is new, newest first; `whole` is false where there was more than can be asked for at a time. */
    async poll(signal: AbortSignal): Promise<{ fresh: Event[]; whole: boolean }> {
        const since = this.since();
        const fresh: Event[] = [];
        let after: string | undefined;
        let whole = false;
        for (let request = 0; request < MOST_REQUESTS && !whole; request++) {
            const page = await this.read({ ...this.filters, since }, after, LIMIT, signal);
            const unknown = page.items.filter((event) => !this.known.has(event.event));
            fresh.push(...unknown);
            after = page.next;
            whole = after === undefined || (page.items.length > 0 && unknown.length === 0);
        }
        this.knows(fresh);
        this.forget();
        return { fresh, whole };
    }

    private since(): string | undefined {
        if (this.newest === null) {
            return this.filters.since;
        }
        const since = this.newest + (this.clock() - this.newestSeenAt) - LATE_MILLIS;
        const asked = Date.parse(this.filters.since ?? '');
        return asked > since ? this.filters.since : new Date(since).toISOString();
    }

    /** What is too old to come again. */
    private forget(): void {
        const limit = Date.parse(this.since() ?? '') - LATE_MILLIS;
        for (const [event, at] of this.known) {
            if (at < limit) {
                this.known.delete(event);
            }
        }
    }
}

/** Both, newest first, each event once. */
export function merged(fresh: Event[], list: Event[]): Event[] {
    if (fresh.length === 0) {
        return list;
    }
    const seen = new Set<string>();
    return [...fresh, ...list]
        .filter((event) => !seen.has(event.event) && seen.add(event.event))
        .sort((one, other) => (one.at === other.at ? Number(other.event) - Number(one.event) : one.at < other.at ? 1 : -1));
}
