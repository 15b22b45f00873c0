import { api, ask } from '../../api/client';
import { type Filters, queryOf } from './filters';

/** One answer of the API: it may be short, or empty, and not the last. */
export async function readEvents(filters: Filters, after: string | undefined, limit: number, signal: AbortSignal) {
    const page = await ask(api.GET('/v1/audit/events', { params: { query: { ...queryOf(filters), after, limit } }, signal }));
    return { items: page.events, next: page.next };
}
