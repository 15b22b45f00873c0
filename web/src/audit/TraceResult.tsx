import { Alert, Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { api, ask, type Schemas } from '../api/client';
import { useWho } from '../api/who';
import { CopyLine } from '../parts/CopyLine';
import { Empty, Failed, Waiting } from '../parts/States';
import { Count } from '../parts/Values';
import { ONCE } from './once';
import { TraceFilters } from './TraceFilters';
import { TracePeople } from './TracePeople';
import { TracePlaces } from './TracePlaces';
import { TraceWithdrawn, useCovering } from './TraceWithdrawn';

/** What a trace found. */
export function TraceResult({ sha256 }: { sha256: string }) {
    const search = useSearch({ from: '/audit/trace' });
    const narrow = { package: search.package, version: search.version };
    const admin = useWho().data?.admin ?? false;
    const trace = useQuery({
        queryKey: ['trace', sha256, narrow],
        queryFn: () => ask(api.GET('/v1/audit/fragments/{sha256}', { params: { path: { sha256 }, query: narrow } })),
        ...ONCE,
    });
    const covering = useCovering(sha256);
    const narrowed = narrow.package !== undefined;
    const filters = `${narrow.package ?? ''} ${narrow.version ?? ''} ${search.person ?? ''} ${search.since ?? ''} ${search.until ?? ''}`;
    return (
        <>
            <div className="page-head section">
                <Title order={2} size="h3">
                    What is known
                </Title>
                {admin && (
                    <Button component={Link} to={`/audit/withdrawals/new?sha256=${sha256}`} color="red" variant="light" size="xs">
                        Withdraw the fragment…
                    </Button>
                )}
            </div>
            {trace.isPending ? <Waiting lines={3} /> : null}
            {trace.error ? <Failed error={trace.error} retry={() => void trace.refetch()} /> : null}
            {trace.data && <Tiles trace={trace.data} />}
            <TraceWithdrawn covering={covering} />
            <TraceFilters key={filters} />
            {trace.data?.whole && (
                <Alert variant="light" title="This hash names whole files of several fragments" mb="md">
                    It is what their publishers say: the fragments are verified, the whole is not.
                </Alert>
            )}
            {trace.data && trace.data.places.count === 0 ? (
                narrowed ? (
                    <Empty title="Nothing of that holds these bytes">
                        Not as a fragment and not as a whole file. Remove the filters to look everywhere.
                    </Empty>
                ) : (
                    <Empty title="No version ever held these bytes">
                        Not as a fragment and not as a whole file. Look whether the file is exactly the one that was published: one
                        changed byte makes another hash.
                    </Empty>
                )
            ) : null}
            {trace.data && trace.data.places.count > 0 ? (
                <>
                    <TracePeople sha256={sha256} />
                    <TracePlaces sha256={sha256} covering={covering.data ?? []} admin={admin} />
                    <CopyLine line={commandOf(sha256, search)} label="The same at the command line" />
                </>
            ) : null}
        </>
    );
}

function commandOf(sha256: string, search: { package?: string; version?: string; person?: string; since?: string; until?: string }) {
    const options: [string, string | undefined][] = [
        ['--in', search.package],
        ['--version', search.version],
        ['--who', search.person],
        ['--since', search.since],
        ['--until', search.until],
    ];
    // What is no plain word is quoted, as a shell wants it.
    const quoted = (value: string) => (/^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);
    return `bale audit trace ${sha256}${options.map(([name, value]) => (value ? ` ${name} ${quoted(value)}` : '')).join('')}`;
}

function Tiles({ trace }: { trace: Schemas['Trace'] }) {
    return (
        <div className="tiles">
            <Tile one="package" many="packages" of={trace.packages} />
            <Tile one="version" many="versions" of={trace.versions} />
            <Tile one="place" many="places" of={trace.places} />
            <Tile one="person was handed it" many="people were handed it" of={trace.people} />
        </div>
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
