import { Badge, Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { counted } from '../parts/format';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Bytes, Count } from '../parts/Values';
import { PackageList } from './PackageList';
import { usePackages } from './packages';

/** What a person or a team has published. */
export function NamespacePage() {
    const { namespace } = useParams({ from: '/namespaces/$namespace' });
    const details = useQuery({
        queryKey: ['namespace', namespace],
        queryFn: () => ask(api.GET('/v1/namespaces/{namespace}', { params: { path: { namespace } } })),
    });
    const packages = usePackages({ prefix: `${namespace}/` });
    return (
        <Page
            title={namespace}
            aside={details.data && <Badge variant="light">{details.data.kind}</Badge>}
            lead={
                details.data && (
                    <>
                        {counted(details.data.packages, 'package')} ·{' '}
                        <Link to="/namespaces/$namespace/access" params={{ namespace }}>
                            Access
                        </Link>
                    </>
                )
            }
        >
            {details.error ? <Failed error={details.error} retry={() => void details.refetch()} /> : null}
            {details.data?.use && (
                <dl className="facts">
                    <dt>Data</dt>
                    <dd>
                        <Bytes value={details.data.use.bytes} />
                        <Limit of={details.data.quota?.bytes} />
                    </dd>
                    <dt>Metadata</dt>
                    <dd>
                        <Bytes value={details.data.use.metadata_bytes} />
                        <Limit of={details.data.quota?.metadata_bytes} />
                    </dd>
                    <dt>Packages</dt>
                    <dd>
                        <Count value={details.data.use.packages} />
                        {details.data.quota?.packages !== undefined && ` of ${details.data.quota.packages}`}
                    </dd>
                </dl>
            )}
            {details.data && (packages.isPending ? <Waiting /> : null)}
            {details.data && packages.error ? <Failed error={packages.error} /> : null}
            {packages.items.length > 0 && <PackageList packages={packages.items} within={namespace} />}
            {details.data && packages.isSuccess && packages.items.length === 0 && (
                <Empty title="No package here that you may see">
                    Ask an owner of {namespace} for access, or push the first: <Code>{`bale push ${namespace}/NAME ./FOLDER`}</Code>
                </Empty>
            )}
            <More list={packages} />
        </Page>
    );
}

function Limit({ of }: { of: number | undefined }) {
    return of === undefined ? null : (
        <>
            {' of '}
            <Bytes value={of} />
        </>
    );
}
