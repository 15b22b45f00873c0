import { Badge, Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { Count, Name, None, Time } from '../parts/Values';

const MODES = {
    enforced: 'checksums enforced',
    verify: 'verifies each upload',
    refused: 'refused: nothing is signed',
    untested: 'not tested yet',
};

/** The object storages, and what their self-test found. */
export function StoresPage() {
    const stores = useQuery({ queryKey: ['stores'], queryFn: () => ask(api.GET('/v1/stores')) });
    return (
        <Page title="Stores" lead="The object storages that hold the data, and whether they keep to what presigned URLs rely on.">
            {stores.isPending ? <Waiting lines={6} /> : null}
            {stores.error ? <Failed error={stores.error} retry={() => void stores.refetch()} /> : null}
            {stores.data?.stores.map((store) => (
                <OneStore key={store.name} store={store} />
            ))}
        </Page>
    );
}

function OneStore({ store }: { store: Schemas['Store'] }) {
    const queries = useQueryClient();
    const test = useMutation({
        mutationFn: () => ask(api.POST('/v1/stores/{store}/self-test', { params: { path: { store: store.name } } })),
        onSettled: () => queries.invalidateQueries({ queryKey: ['stores'] }),
    });
    return (
        <section aria-label={store.name}>
            <div className="page-head">
                <Title order={2} size="h3">
                    {store.name}{' '}
                    <Badge variant="light" color={store.mode === 'refused' ? 'red' : 'bale'} tt="none">
                        {store.in_place ? 'external: read only' : MODES[store.mode]}
                    </Badge>
                </Title>
                {store.in_place === undefined && (
                    <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate()}>
                        Test now
                    </Button>
                )}
            </div>
            {test.error ? <Failed error={test.error} /> : null}
            <dl className="facts">
                <dt>Endpoint</dt>
                <dd>{store.endpoint}</dd>
                {store.public_endpoint && (
                    <>
                        <dt>For clients</dt>
                        <dd>{store.public_endpoint}</dd>
                    </>
                )}
                <dt>Bucket</dt>
                <dd>
                    {store.bucket}
                    {store.prefix ? `/${store.prefix}` : ''}
                </dd>
                {store.in_place ? (
                    <>
                        <dt>Fragments</dt>
                        <dd>
                            <Count value={store.in_place.live} />
                        </dd>
                        <dt>Missing</dt>
                        <dd className={store.in_place.missing > 0 ? 'bad' : undefined}>
                            <Count value={store.in_place.missing} />
                        </dd>
                    </>
                ) : (
                    <>
                        <dt>Tested</dt>
                        <dd>{store.tested_at ? <Time value={store.tested_at} /> : <None>never</None>}</dd>
                    </>
                )}
                {store.skew_ms !== undefined && (
                    <>
                        <dt>Clock</dt>
                        <dd>{Math.abs(store.skew_ms)} ms off</dd>
                    </>
                )}
            </dl>
            {store.checks.length > 0 && (
                <DataTable
                    caption={`Checks of ${store.name}`}
                    rows={store.checks}
                    keyOf={(check) => check.name}
                    columns={[
                        { name: 'Check', header: true, of: (check) => <Name value={check.name} /> },
                        {
                            name: 'Result',
                            of: (check) => (check.passed ? <span className="good">passed</span> : <span className="bad">failed</span>),
                        },
                        { name: 'Detail', of: (check) => (check.detail ? <Name value={check.detail} /> : <None>–</None>) },
                    ]}
                />
            )}
        </section>
    );
}
