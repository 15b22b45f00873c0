import { Alert, Anchor, Badge, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { CopyLine } from '../parts/CopyLine';
import { DataTable } from '../parts/DataTable';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Count, Hash, Name, None, Time } from '../parts/Values';
import { Timeline } from './Timeline';

type Place = Schemas['TracePlaces']['places'][number];
export type Person = Schemas['TracePeople']['people'][number];

const PAGE = 50;
/** Every request is an event: nothing is asked again on its own. */
const ONCE = { staleTime: 300_000, refetchOnWindowFocus: false, refetchOnReconnect: false, retry: false };

/** What a trace found. */
export function TraceResult({ sha256 }: { sha256: string }) {
    const path = { path: { sha256 } };
    const trace = useQuery({
        queryKey: ['trace', sha256],
        queryFn: () => ask(api.GET('/v1/audit/fragments/{sha256}', { params: path })),
        ...ONCE,
    });
    const held = trace.data !== undefined && trace.data.places.count > 0;
    if (trace.isPending) {
        return <Waiting lines={5} />;
    }
    if (trace.error) {
        return <Failed error={trace.error} retry={() => void trace.refetch()} />;
    }
    return (
        <>
            <Title order={2} size="h3" className="section">
                What is known
            </Title>
            <div className="tiles">
                <Tile one="package" many="packages" of={trace.data.packages} />
                <Tile one="version" many="versions" of={trace.data.versions} />
                <Tile one="place" many="places" of={trace.data.places} />
                <Tile one="person was handed it" many="people were handed it" of={trace.data.people} />
            </div>
            {trace.data.whole && (
                <Alert variant="light" title="This hash names whole files of several fragments" mb="md">
                    It is what their publishers say: the fragments are verified, the whole is not.
                </Alert>
            )}
            {held ? (
                <>
                    <People sha256={sha256} />
                    <Places sha256={sha256} />
                    <CopyLine
                        line={`bale audit trace ${sha256}`}
                        label="The same at the command line, with all lines as CSV or NDJSON"
                    />
                </>
            ) : (
                <Empty title="No version ever held these bytes">
                    Not as a fragment and not as a whole file. Look whether the file is exactly the one that was published: one
                    changed byte makes another hash.
                </Empty>
            )}
        </>
    );
}

function Tile({ one, many, of }: { one: string; many: string; of: Schemas['TraceCount'] }) {
    return (
        <div className="tile">
            <strong>
                <Count value={of.count} more={of.more} />
            </strong>
            <span>{of.count === 1 ? one : many}</span>
        </div>
    );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
    return (
        <>
            <Title order={2} size="h3" className="section">
                {title}
            </Title>
            {children}
        </>
    );
}

function People({ sha256 }: { sha256: string }) {
    const people = usePages(['trace-people', sha256], async (after) => {
        const page = await ask(
            api.GET('/v1/audit/fragments/{sha256}/people', {
                params: { path: { sha256 }, query: { after, limit: PAGE } },
            }),
        );
        return { items: page.people, next: page.next };
    });
    return (
        <Section title="Who was handed it">
            {people.isPending ? <Waiting /> : null}
            {people.error ? <Failed error={people.error} retry={() => void people.refetch()} /> : null}
            {people.isSuccess && people.items.length === 0 && !people.hasNextPage ? (
                <Empty title="Nobody was handed it">It lies in the registry, and no URL was ever signed for it.</Empty>
            ) : null}
            {people.items.length > 0 && (
                <>
                    <Timeline people={people.items} />
                    <PeopleTable people={people.items} />
                </>
            )}
            <More list={people} />
        </Section>
    );
}

function PeopleTable({ people }: { people: Person[] }) {
    return (
        <DataTable
            caption="People"
            rows={people}
            keyOf={(person) => person.account ?? 'public'}
            columns={[
                {
                    name: 'Who',
                    header: true,
                    of: (person) => (person.account === undefined ? 'not signed in' : <Name value={person.account} />),
                },
                { name: 'Still has access', of: (person) => <StillReads person={person} /> },
                { name: 'First', of: (person) => <Time value={person.first_at} long /> },
                { name: 'Last', of: (person) => <Time value={person.last_at} long /> },
                {
                    name: 'Hand-outs',
                    right: true,
                    of: (person) => (person.hand_outs === 0 ? <None>had it already</None> : <Count value={person.hand_outs} />),
                },
                { name: 'Versions', right: true, of: (person) => <Count value={person.version_count} /> },
                { name: 'From', of: (person) => <Texts of={person.addresses} more={person.more} /> },
                { name: 'Program', of: (person) => <Texts of={person.programs} more={person.more} /> },
                { name: 'Allowed by', of: (person) => <Texts of={person.grants} more={person.more} /> },
            ]}
        />
    );
}

function StillReads({ person }: { person: Person }) {
    return person.may_read.length === 0 ? (
        <Badge variant="light" color="gray" tt="none">
            no
        </Badge>
    ) : (
        <Badge variant="light" color="red" tt="none" title={person.may_read.join(', ')}>
            yes: {person.may_read[0]}
            {person.may_read.length > 1 ? ` and ${person.may_read.length - 1} more` : ''}
        </Badge>
    );
}

function Texts({ of, more }: { of: string[]; more: boolean }) {
    if (of.length === 0) {
        return <None>–</None>;
    }
    return (
        <span title={`${of.join('\n')}${more ? '\n…' : ''}`}>
            <Name value={of[0] ?? ''} />
            {of.length > 1 ? ` +${of.length - 1}` : ''}
        </span>
    );
}

function Places({ sha256 }: { sha256: string }) {
    const places = usePages(['trace-places', sha256], async (after) => {
        const page = await ask(
            api.GET('/v1/audit/fragments/{sha256}/places', {
                params: { path: { sha256 }, query: { after, limit: PAGE } },
            }),
        );
        return { items: page.places, next: page.next };
    });
    return (
        <Section title="Where it is">
            {places.isPending ? <Waiting /> : null}
            {places.error ? <Failed error={places.error} retry={() => void places.refetch()} /> : null}
            {places.items.length > 0 && <PlacesTable places={places.items} />}
            <More list={places} />
        </Section>
    );
}

function PlacesTable({ places }: { places: Place[] }) {
    return (
        <DataTable
            caption="Places"
            rows={places}
            keyOf={(place) => `${place.namespace}/${place.name}@${place.top_hash}//${place.path}`}
            columns={[
                { name: 'Path', header: true, of: (place) => <Name value={place.path} /> },
                {
                    name: 'Package',
                    of: (place) => (
                        <Anchor
                            component={Link}
                            to={`/packages/${place.namespace}/${place.name}?at=${place.top_hash}`}
                            size="sm"
                        >
                            {place.namespace}/{place.name}
                        </Anchor>
                    ),
                },
                { name: 'Version', of: (place) => <Hash value={place.top_hash} /> },
                {
                    name: 'State',
                    of: (place) =>
                        place.deleted_at ? (
                            <span>
                                deleted <Time value={place.deleted_at} />
                            </span>
                        ) : place.tags.length > 0 ? (
                            place.tags.join(', ')
                        ) : (
                            <None>older version</None>
                        ),
                },
                { name: 'Pushed', of: (place) => <Time value={place.pushed_at} long /> },
                { name: 'By', of: (place) => <Name value={place.pushed_by} /> },
            ]}
        />
    );
}
