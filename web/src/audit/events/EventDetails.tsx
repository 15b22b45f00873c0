import { Anchor, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, ask } from '../../api/client';
import { exactTime } from '../../parts/format';
import { Failed, Waiting } from '../../parts/States';
import { Count, Name, Time } from '../../parts/Values';
import { hashOf } from '../hashes';
import { ONCE } from '../once';
import { ProveEvent } from '../seals/ProveEvent';
import { Outcome, What, Who } from './EventTable';
import { kindName } from './kinds';
import { EventsLink, TraceLink } from './links';
import { detail, type Event } from './sentence';

/** All that is known of one event, beside the list. */
export function EventDetails({ number, listed, onClose }: { number: string | undefined; listed: Event | undefined; onClose: () => void }) {
    return (
        <Drawer
            opened={number !== undefined}
            onClose={onClose}
            position="right"
            size="lg"
            title={`Event ${number ?? ''}`}
            closeButtonProps={{ 'aria-label': 'Close' }}
            // As in Dialog: it would write a style element.
            lockScroll={false}
        >
            {number !== undefined && <Content key={number} number={number} listed={listed} />}
        </Drawer>
    );
}

function Content({ number, listed }: { number: string; listed: Event | undefined }) {
    const asked = useQuery({
        queryKey: ['event', number],
        queryFn: () => ask(api.GET('/v1/audit/events/{event}', { params: { path: { event: number } } })),
        enabled: listed === undefined,
        ...ONCE,
    });
    const event = listed ?? asked.data;
    if (event) {
        return (
            <>
                <Facts event={event} />
                <ProveEvent event={event} />
            </>
        );
    }
    return asked.error ? <Failed error={asked.error} retry={() => void asked.refetch()} /> : <Waiting lines={6} />;
}

function Facts({ event }: { event: Event }) {
    const traced = hashOf(detail(event, 'sha256') ?? '');
    return (
        <>
            <p className="event-sentence">
                <Who event={event} /> <What event={event} />
            </p>
            <dl className="facts">
                <Fact name="When">
                    <Time value={event.at} long />
                    <br />
                    <small>{exactTime(new Date(event.at))}</small>
                </Fact>
                <Fact name="Kind" filters={{ kind: event.kind }} same="of this kind">
                    {kindName(event.kind)} <code>{event.kind}</code>
                </Fact>
                <Fact name="Outcome" filters={{ outcome: event.outcome }} same="with this outcome">
                    <Outcome event={event} />
                </Fact>
                {event.principal !== undefined && (
                    <Fact name="Who" filters={{ principal: event.principal }} same="of this person">
                        <Name value={event.principal} />
                    </Fact>
                )}
                {event.account !== undefined && <Fact name="Account number">{event.account}</Fact>}
                {event.erased && <Fact name="Erased">name, address and program</Fact>}
                {event.address !== undefined && (
                    <Fact name="From" filters={{ address: event.address }} same="from this address">
                        <Name value={event.address} />
                    </Fact>
                )}
                {event.program !== undefined && (
                    <Fact name="Program">
                        <Name value={event.program} />
                    </Fact>
                )}
                {event.credential !== undefined && (
                    <Fact name="Credential">
                        <Name value={event.credential} />
                    </Fact>
                )}
                {event.grant !== undefined && (
                    <Fact name="Allowed by">
                        <Grants grant={event.grant} />
                    </Fact>
                )}
                {event.package !== undefined && (
                    <Fact name="Package" filters={{ package: event.package }} same="of this package">
                        <Anchor component={Link} to={`/packages/${event.package}${event.version ? `?at=${event.version}` : ''}`} size="sm">
                            <Name value={event.package} />
                        </Anchor>
                    </Fact>
                )}
                {event.version !== undefined && (
                    <Fact
                        name="Version"
                        filters={event.package === undefined ? undefined : { package: event.package, version: event.version }}
                        same="of this version"
                    >
                        <code className="whole-hash">{event.version}</code>
                    </Fact>
                )}
                {event.entries !== undefined && (
                    <Fact name="Entries">
                        <Count value={event.entries} />
                        {event.all ? ', all of the version' : ''}
                    </Fact>
                )}
                {event.ordinals && (
                    <Fact name="Ordinals">
                        {ranges(event.ordinals)}
                        {event.more ? ' and more' : ''}
                    </Fact>
                )}
                {event.cached && (
                    <Fact name="Of them cached">
                        {ranges(event.cached)}
                        {event.more ? ' and more' : ''}
                    </Fact>
                )}
                {event.request_id !== undefined && (
                    <Fact name="Request" filters={{ request: event.request_id }} same="of this request">
                        <code>{event.request_id}</code>
                    </Fact>
                )}
                {Object.entries((event.detail ?? {}) as Record<string, unknown>).map(([name, value]) => (
                    <Fact key={name} name={name}>
                        {name === 'sha256' && traced ? (
                            <TraceLink sha256={traced}>{traced}</TraceLink>
                        ) : (
                            <Name value={typeof value === 'object' ? JSON.stringify(value) : String(value)} />
                        )}
                    </Fact>
                ))}
            </dl>
        </>
    );
}

function Fact({ name, filters, same, children }: { name: string; filters?: Parameters<typeof EventsLink>[0]['filters']; same?: string; children: ReactNode }) {
    return (
        <>
            <dt>{name}</dt>
            <dd>
                {children}
                {filters && (
                    <span className="event-same">
                        <EventsLink filters={filters}>Events {same}</EventsLink>
                    </span>
                )}
            </dd>
        </>
    );
}

/** `grant:5,grant:7` or `registry-admin`; at most 50, then how many more. */
function Grants({ grant }: { grant: string }) {
    return grant.split(',').map((one) => {
        const number = one.replace('grant:', '');
        return (
            <div key={one}>
                <Name value={one} />
                {/^(\d+|registry-admin)$/.test(number) && (
                    <span className="event-same">
                        <EventsLink filters={{ grant: number }}>Events allowed by it</EventsLink>
                    </span>
                )}
            </div>
        );
    });
}

/** `[0, 3)` is written `0–2`. */
function ranges(of: number[][]): string {
    return of
        .map(([from, to]) => (from === undefined || to === undefined ? '' : to - from === 1 ? String(from) : `${from}–${to - 1}`))
        .join(', ');
}
