import { Anchor, Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, None } from '../parts/Values';
import { AMOUNTS, Use } from './Use';

/** Few, because what each holds is a question of its own. */
const PAGE = 25;

export function useNamespace(namespace: string) {
    return useQuery({
        queryKey: ['namespace', namespace],
        queryFn: () => ask(api.GET('/v1/namespaces/{namespace}', { params: { path: { namespace } } })),
    });
}

/** Every person's and every team's, with what it holds and may hold. */
export function NamespacesPage() {
    const namespaces = usePages(['namespaces'], async (after) => {
        const page = await ask(api.GET('/v1/namespaces', { params: { query: { after, limit: PAGE } } }));
        return { items: page.namespaces, next: page.next };
    });
    return (
        <Page title="Namespaces" lead="What each person, service account and team holds, and may hold.">
            {namespaces.isPending ? <Waiting lines={6} /> : null}
            {namespaces.error ? <Failed error={namespaces.error} retry={() => void namespaces.refetch()} /> : null}
            {namespaces.isSuccess && namespaces.items.length === 0 ? <Empty title="There is no namespace yet" /> : null}
            {namespaces.items.length > 0 && (
                <DataTable
                    caption="Namespaces"
                    rows={namespaces.items}
                    keyOf={(namespace) => namespace.name}
                    columns={[
                        {
                            name: 'Name',
                            header: true,
                            of: (namespace) => (
                                <Anchor component={Link} to={`/admin/namespaces/${namespace.name}`} size="sm">
                                    <Name value={namespace.name} />
                                </Anchor>
                            ),
                        },
                        {
                            name: 'Of',
                            of: (namespace) => (
                                <Badge variant="light" tt="none">
                                    {namespace.kind}
                                </Badge>
                            ),
                        },
                        ...AMOUNTS.map((amount) => ({
                            name: amount.label,
                            of: (namespace: { name: string }) => <Held namespace={namespace.name} amount={amount} />,
                        })),
                    ]}
                />
            )}
            <More list={namespaces} />
        </Page>
    );
}

function Held({ namespace, amount }: { namespace: string; amount: (typeof AMOUNTS)[number] }) {
    const details = useNamespace(namespace);
    if (details.error) {
        return <None>unknown</None>;
    }
    if (details.data?.use === undefined) {
        return <None>…</None>;
    }
    return (
        <Use
            used={details.data.use[amount.key]}
            quota={details.data.quota?.[amount.key]}
            bytes={amount.bytes}
            label={`${amount.label} of ${namespace}`}
        />
    );
}
