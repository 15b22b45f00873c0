import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failed, Waiting } from '../../parts/States';
import { EventTable } from '../events/EventTable';
import type { Filters } from '../events/filters';
import { EventsLink } from '../events/links';
import { readPart } from '../events/parts';
import { readEvents } from '../events/readEvents';
import { ONCE } from '../once';

const SHOWN = 10;

/** The newest events of a sort, and the way to all of them. */
export function Recent({ title, none, filters }: { title: string; none: string; filters: Filters }) {
    const events = useQuery({
        queryKey: ['recent-events', filters],
        queryFn: ({ signal }) => readPart(filters, undefined, signal, readEvents),
        ...ONCE,
    });
    const found = events.data?.items ?? [];
    return (
        <>
            <div className="activity">
                <Title order={2} size="h3" className="section">
                    {title}
                </Title>
                <EventsLink filters={filters} label={`All events: ${title}`}>
                    All events
                </EventsLink>
            </div>
            {events.isPending ? <Waiting /> : null}
            {events.error ? <Failed error={events.error} retry={() => void events.refetch()} /> : null}
            {found.length > 0 && <EventTable caption={title} events={found.slice(0, SHOWN)} />}
            {events.isSuccess && found.length === 0 && <p className="event-count">{events.data.next === undefined ? none : 'None among the newest events; the explorer looks further back.'}</p>}
        </>
    );
}
