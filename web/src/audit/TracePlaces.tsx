import { Anchor, Button, Title } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { shortHash } from '../parts/format';
import { Failed, More, Waiting } from '../parts/States';
import { Hash, Name, None, Time } from '../parts/Values';
import { download } from './download';
import { ExportButton } from './ExportButton';
import { FitTable } from './FitTable';
import { ONCE } from './once';
import { coveringVersion } from './TraceWithdrawn';

type Place = Schemas['TracePlaces']['places'][number];

const PAGE = 100;

/** Every package, version and path that holds some bytes. */
export function TracePlaces({
    sha256,
    covering,
    admin,
}: {
    sha256: string;
    covering: Schemas['Withdrawal'][];
    admin: boolean;
}) {
    const search = useSearch({ from: '/audit/trace' });
    const query = { package: search.package, version: search.version };
    const path = { sha256 };
    const places = usePages(
        ['trace-places', sha256, query],
        async (after) => {
            const page = await ask(
                api.GET('/v1/audit/fragments/{sha256}/places', { params: { path, query: { ...query, after, limit: PAGE } } }),
            );
            return { items: page.places, next: page.next };
        },
        ONCE,
    );
    return (
        <>
            <div className="page-head section">
                <Title order={2} size="h3">
                    Where it is
                </Title>
                <ExportButton
                    label="Export places as CSV"
                    fetch={() =>
                        download(
                            `trace-${shortHash(sha256)}-places.csv`,
                            api.GET('/v1/audit/fragments/{sha256}/places', {
                                params: { path, query: { ...query, format: 'csv', limit: 1_000 } },
                                parseAs: 'blob',
                            }) as Promise<{ data?: Blob; response: Response }>,
                        )
                    }
                />
            </div>
            {places.isPending ? <Waiting /> : null}
            {places.error ? <Failed error={places.error} retry={() => void places.refetch()} /> : null}
            {places.items.length > 0 && <PlacesTable places={places.items} covering={covering} admin={admin} />}
            <More list={places} />
        </>
    );
}

function PlacesTable({ places, covering, admin }: { places: Place[]; covering: Schemas['Withdrawal'][]; admin: boolean }) {
    return (
        <FitTable
            caption="Places"
            rows={places}
            keyOf={(place) => `${place.namespace}/${place.name}@${place.top_hash}//${place.path}`}
            columns={[
                { name: 'Path', header: true, of: (place) => <Name value={place.path} /> },
                {
                    name: 'Package',
                    of: (place) => (
                        <>
                            <Anchor component={Link} to={`/packages/${place.namespace}/${place.name}?at=${place.top_hash}`} size="sm">
                                {place.namespace}/{place.name}
                            </Anchor>{' '}
                            <Hash value={place.top_hash} />
                        </>
                    ),
                },
                { name: 'State', of: (place) => <State place={place} covering={covering} /> },
                {
                    name: 'Pushed',
                    of: (place) => (
                        <>
                            <Time value={place.pushed_at} long /> by <Name value={place.pushed_by} />
                        </>
                    ),
                },
                ...(admin ? [{ name: 'Withdraw', of: (place: Place) => <WithdrawHere place={place} /> }] : []),
            ]}
        />
    );
}

function State({ place, covering }: { place: Place; covering: Schemas['Withdrawal'][] }) {
    const version = coveringVersion(covering, `${place.namespace}/${place.name}`, place.top_hash);
    const withdrawn = version ?? covering.find((withdrawal) => withdrawal.kind !== 'version');
    return (
        <>
            {withdrawn && (
                <div>
                    <Anchor component={Link} to={`/audit/withdrawals/${withdrawn.withdrawal}`} size="sm" className="bad">
                        {version ? 'version withdrawn' : 'withdrawn'}
                    </Anchor>
                </div>
            )}
            {place.deleted_at ? (
                <span>
                    version deleted <Time value={place.deleted_at} />
                </span>
            ) : place.tags.length > 0 ? (
                <Name value={place.tags.join(', ')} />
            ) : (
                <None>older version</None>
            )}
        </>
    );
}

function WithdrawHere({ place }: { place: Place }) {
    if (place.deleted_at) {
        return <None>–</None>;
    }
    const version = { package: `${place.namespace}/${place.name}`, version: place.top_hash };
    const file = new URLSearchParams({ ...version, path: place.path });
    return (
        <div className="place-acts">
            <Button component={Link} to={`/audit/withdrawals/new?${file}`} size="compact-sm" variant="default">
                Withdraw file…
            </Button>
            <Button
                component={Link}
                to={`/audit/withdrawals/new?${new URLSearchParams(version)}`}
                size="compact-sm"
                variant="default"
            >
                Withdraw version…
            </Button>
        </div>
    );
}
