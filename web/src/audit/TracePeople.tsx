import { Anchor, Badge, Title } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { exactCount, shortHash } from '../parts/format';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Count, Name, None, Time } from '../parts/Values';
import { download } from './download';
import { ExportButton } from './ExportButton';
import { FitTable } from './FitTable';
import { ONCE } from './once';
import { type Person, sorted } from './people';
import { Timeline } from './Timeline';

const PAGE = 250;

/** Who was handed some bytes. */
export function TracePeople({ sha256 }: { sha256: string }) {
    const search = useSearch({ from: '/audit/trace' });
    const navigate = useNavigate({ from: '/audit/trace' });
    const query = {
        package: search.package,
        version: search.version,
        principal: search.person,
        since: search.since,
        until: search.until,
    };
    const path = { sha256 };
    const people = usePages(
        ['trace-people', sha256, query],
        async (after) => {
            const page = await ask(
                api.GET('/v1/audit/fragments/{sha256}/people', { params: { path, query: { ...query, after, limit: PAGE } } }),
            );
            return { items: page.people, next: page.next };
        },
        ONCE,
    );
    return (
        <>
            <div className="page-head section">
                <Title order={2} size="h3">
                    Who was handed it
                </Title>
                <ExportButton
                    label="Export people as CSV"
                    fetch={() =>
                        download(
                            `trace-${shortHash(sha256)}-people.csv`,
                            api.GET('/v1/audit/fragments/{sha256}/people', {
                                params: { path, query: { ...query, format: 'csv', limit: 1_000 } },
                                parseAs: 'blob',
                            }) as Promise<{ data?: Blob; response: Response }>,
                        )
                    }
                />
            </div>
            {people.isPending ? <Waiting /> : null}
            {people.error ? <Failed error={people.error} retry={() => void people.refetch()} /> : null}
            {people.isSuccess && people.items.length === 0 && !people.hasNextPage ? (
                <Empty title="Nobody was handed it">
                    {query.principal || query.since || query.until || query.package
                        ? 'Nobody whom the filters let through. Remove them to see everybody.'
                        : 'It lies in the registry, and no URL was ever signed for it.'}
                </Empty>
            ) : null}
            {people.items.length > 0 && (
                <>
                    <Timeline people={people.items} />
                    <p className="dim">
                        {exactCount(people.items.length)} {people.items.length === 1 ? 'person is' : 'people are'} shown
                        {people.hasNextPage ? '; sorting and the times above are of these' : ', which is everybody'}.
                    </p>
                    <PeopleTable
                        people={sorted(people.items, search.sort)}
                        sort={search.sort}
                        onSort={(sort) => void navigate({ search: (before) => ({ ...before, sort }), replace: true })}
                    />
                </>
            )}
            <More list={people} />
        </>
    );
}

function PeopleTable({
    people,
    sort,
    onSort,
}: {
    people: Person[];
    sort: string | undefined;
    onSort: (sort: string | undefined) => void;
}) {
    return (
        <FitTable
            caption="People"
            rows={people}
            keyOf={(person) => person.account ?? ''}
            sort={sort}
            onSort={onSort}
            columns={[
                { name: 'Who', header: true, sort: 'who', of: (person) => <Who person={person} /> },
                { name: 'Still has access', sort: 'access', of: (person) => <StillReads person={person} /> },
                { name: 'First', sort: 'first', of: (person) => <Time value={person.first_at} long /> },
                { name: 'Last', sort: 'last', of: (person) => <Time value={person.last_at} long /> },
                { name: 'Hand-outs', right: true, sort: 'count', of: (person) => <HandOuts person={person} /> },
                {
                    name: 'From, with',
                    of: (person) => (
                        <>
                            <Texts of={person.addresses} more={person.more} none="no address kept" />
                            <br />
                            <Texts of={person.programs} more={person.more} none="no program kept" />
                        </>
                    ),
                },
                { name: 'Allowed by', of: (person) => <Texts of={person.grants} more={person.more} none="–" /> },
            ]}
        />
    );
}

function Who({ person }: { person: Person }) {
    if (person.account === undefined) {
        return <span title="Whoever read a public package without signing in">not signed in</span>;
    }
    return (
        <>
            <Anchor component={Link} to={`/audit/people/${encodeURIComponent(person.account)}`} size="sm">
                <Name value={person.account} />
            </Anchor>
            {person.kind === 'service' && <span className="dim"> service account</span>}
        </>
    );
}

function HandOuts({ person }: { person: Person }) {
    return (
        <>
            {person.hand_outs === 0 ? <None>had it already</None> : <Count value={person.hand_outs} />}
            <br />
            <span className="dim">
                in {exactCount(person.version_count)} {person.version_count === 1 ? 'version' : 'versions'}
            </span>
        </>
    );
}

/** The packages in which somebody may still read it, each with the way to who may and why. */
function StillReads({ person }: { person: Person }) {
    if (person.may_read.length === 0) {
        return (
            <Badge variant="light" color="gray" tt="none">
                no
            </Badge>
        );
    }
    return (
        <ul className="plain still-reads">
            {person.may_read.map((name) => (
                <li key={name}>
                    <span className="bad">yes</span>:{' '}
                    <Anchor component={Link} to={`/packages/${name}?tab=access`} size="sm">
                        <Name value={name} />
                    </Anchor>
                </li>
            ))}
        </ul>
    );
}

function Texts({ of, more, none }: { of: string[]; more: boolean; none: string }) {
    if (of.length === 0) {
        return <None>{none}</None>;
    }
    return (
        <span title={`${of.join('\n')}${more ? '\n…' : ''}`}>
            <Name value={of[0] ?? ''} />
            {of.length > 1 ? ` +${of.length - 1}` : ''}
        </span>
    );
}
