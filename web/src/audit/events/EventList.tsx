import { Alert, Button, Switch } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { counted } from '../../parts/format';
import { Empty, Failed, Waiting } from '../../parts/States';
import { ONCE } from '../once';
import { EventDetails } from './EventDetails';
import { EventTable } from './EventTable';
import { useExportBar } from './ExportBar';
import type { Filters } from './filters';
import { readPart } from './parts';
import { readEvents } from './readEvents';
import type { Event } from './sentence';
import { merged } from './tail';
import { type TailState, useLiveTail } from './useLiveTail';

const NONE: Event[] = [];
/** Further down than this somebody reads, and new rows above would push away what he reads. */
const READING = 400;

/** The events that fit, newest first, and what comes while somebody looks. */
export function EventList({ filters, opened, onOpen }: { filters: Filters; opened: string | undefined; onOpen: (event?: string) => void }) {
    const [live, setLive] = useState(false);
    const [paused, setPaused] = useState(false);
    const [attempt, setAttempt] = useState(0);
    const reading = useScrolledBeyond(READING);
    const list = useInfiniteQuery({
        queryKey: ['events', filters],
        queryFn: ({ pageParam, signal }) => readPart(filters, pageParam, signal, readEvents),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (last) => last.next,
        ...ONCE,
    });
    const read = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? NONE, [list.data]);
    const tail = useLiveTail(filters, read, live && list.isSuccess, paused || reading, attempt);
    const events = useMemo(() => merged(tail.fresh, read), [tail.fresh, read]);
    const fresh = useMemo(() => new Set(tail.fresh.map((event) => event.event)), [tail.fresh]);
    const { buttons, progress } = useExportBar(filters);
    const rare = list.data?.pages.at(-1)?.rare ?? false;
    return (
        <>
            <div className="event-bar">
                <Switch
                    label="Live"
                    description={filters.until === undefined ? undefined : 'Not with an end: remove Until'}
                    disabled={filters.until !== undefined}
                    checked={live}
                    onChange={(event) => {
                        setLive(event.currentTarget.checked);
                        setPaused(false);
                    }}
                />
                {live && tail.state !== 'off' && (
                    <>
                        <TailStatus state={tail.state} paused={paused} />
                        {(tail.state === 'running' || tail.state === 'hidden') && (
                            <Button size="xs" variant="default" onClick={() => setPaused(!paused)}>
                                {paused ? 'Resume' : 'Pause'}
                            </Button>
                        )}
                    </>
                )}
                <span className="event-buttons">{buttons}</span>
            </div>
            {progress}
            {live && tail.error ? <Failed error={tail.error} retry={() => setAttempt(attempt + 1)} /> : null}
            {live && tail.state === 'full' && (
                <Alert variant="light" title="More came than is shown live" className="failed">
                    <Button
                        size="xs"
                        onClick={() => {
                            setLive(false);
                            void list.refetch();
                        }}
                    >
                        Load the list anew
                    </Button>
                </Alert>
            )}
            <div role="status" aria-live="polite" className="event-new">
                {tail.waiting.length > 0 ? (
                    <Button
                        size="xs"
                        onClick={() => {
                            tail.release();
                            window.scrollTo({ top: 0 });
                        }}
                    >
                        Show {counted(tail.waiting.length, 'new event')}
                    </Button>
                ) : (
                    <span className="unseen">{fresh.size > 0 ? `${counted(fresh.size, 'new event')} on top of the list` : ''}</span>
                )}
            </div>
            {list.isPending ? <Waiting lines={8} /> : null}
            {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
            {events.length > 0 && <EventTable caption="Events" events={events} fresh={fresh} />}
            {list.isSuccess && events.length === 0 && (
                <Empty title={list.hasNextPage ? 'Nothing found so far' : 'No event fits'}>
                    {list.hasNextPage
                        ? 'Many events were looked at. Go further back, or name a package, an account or a time as well.'
                        : 'Remove a filter, or widen the time.'}
                </Empty>
            )}
            {list.hasNextPage && (
                <Button variant="default" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    {rare ? 'Look further back' : 'Show more'}
                </Button>
            )}
            {list.isSuccess && events.length > 0 && (
                <p className="event-count">
                    {counted(events.length, 'event')}
                    {list.hasNextPage ? ' so far' : ''}
                </p>
            )}
            <EventDetails number={opened} listed={events.find((event) => event.event === opened)} onClose={() => onOpen(undefined)} />
        </>
    );
}

function TailStatus({ state, paused }: { state: TailState; paused: boolean }) {
    const words = {
        off: '',
        running: paused ? 'paused: new events wait' : 'asks every 3 seconds',
        hidden: 'stopped while this page is hidden',
        failed: 'stopped',
        full: 'stopped',
    };
    return (
        <span className="event-live" data-running={(state === 'running' && !paused) || undefined}>
            <span className="event-dot" aria-hidden="true" />
            {words[state]}
        </span>
    );
}

function useScrolledBeyond(limit: number): boolean {
    const [beyond, setBeyond] = useState(false);
    useEffect(() => {
        const look = () => setBeyond(window.scrollY > limit);
        window.addEventListener('scroll', look, { passive: true });
        return () => window.removeEventListener('scroll', look);
    }, [limit]);
    return beyond;
}
