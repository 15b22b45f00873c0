import '../audit.css';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { Page } from '../../parts/Page';
import { ActivityLink } from '../ActivityLink';
import { Chips } from './Chips';
import { EventList } from './EventList';
import { FilterForm } from './FilterForm';
import { FILTERS, type Filters, filtersOf, isSameAsked } from './filters';

/** What happened, by everything that can be asked of it. The address holds all of it, so that it can be sent to a colleague. */
export function EventsPage() {
    const search = useSearch({ from: '/audit/events' });
    const navigate = useNavigate({ from: '/audit/events' });
    const queries = useQueryClient();
    const asked = FILTERS.map((name) => search[name] ?? '').join('\n');
    // One object as long as nothing else is asked, whatever event is open.
    const filters = useMemo(() => filtersOf({ ...search }), [asked]);
    const ask = useCallback(
        (next: Filters) => {
            if (isSameAsked(next, filters)) {
                void queries.resetQueries({ queryKey: ['events', next] });
            }
            void navigate({ search: next });
        },
        [filters, navigate, queries],
    );
    return (
        <Page title="Events" lead="Everything that was handed out, pushed, granted, read or refused. Asking is an event itself.">
            <FilterForm filters={filters} onAsk={ask} />
            <Chips filters={filters} onChange={ask} />
            <About filters={filters} />
            <EventList
                key={asked}
                filters={filters}
                opened={search.event}
                onOpen={(event) => void navigate({ search: { ...filters, event }, resetScroll: false })}
            />
        </Page>
    );
}

/** From one person's or one package's events to the page about them. */
function About({ filters }: { filters: Filters }) {
    const [namespace, name] = (filters.package ?? '').split('/');
    return (
        <p className="event-about">
            {filters.principal !== undefined && filters.principal !== 'public' && <ActivityLink account={filters.principal} />}
            {namespace && name && <ActivityLink of={{ namespace, name }} />}
        </p>
    );
}
