import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { DataTable } from '../parts/DataTable';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, None, Time } from '../parts/Values';
import type { PackageName } from './packages';

const PAGE = 100;

/** By which grants people may read or publish it. */
export function AccessTab({ of }: { of: PackageName }) {
    const grants = usePages(['grants', of.namespace, of.name], async (after) => {
        const page = await ask(
            api.GET('/v1/packages/{namespace}/{name}/access', { params: { path: of, query: { after, limit: PAGE } } }),
        );
        return { items: page.grants, next: page.next };
    });
    if (grants.isPending) {
        return <Waiting />;
    }
    if (grants.error) {
        return <Failed error={grants.error} />;
    }
    if (grants.items.length === 0) {
        return <Empty title="No grants">Only whoever owns {of.namespace} reaches this package.</Empty>;
    }
    return (
        <>
            <DataTable
                caption="Grants"
                rows={grants.items}
                keyOf={(grant) => grant.grant}
                columns={[
                    { name: 'Who', header: true, of: (grant) => <Name value={principalText(grant.principal)} /> },
                    { name: 'Role', of: (grant) => grant.role },
                    {
                        name: 'On',
                        of: (grant) => (
                            <Name
                                value={
                                    grant.name === undefined
                                        ? `all of ${grant.namespace}`
                                        : grant.path === undefined
                                          ? 'this package'
                                          : grant.path
                                }
                            />
                        ),
                    },
                    { name: 'Since', of: (grant) => <Time value={grant.made_at} /> },
                    { name: 'By', of: (grant) => grant.made_by ?? <None>the registry</None> },
                    { name: 'Until', of: (grant) => (grant.expires_at ? <Time value={grant.expires_at} long /> : <None>it is revoked</None>) },
                ]}
            />
            <More list={grants} />
        </>
    );
}

function principalText({ kind, name }: Schemas['Principal']): string {
    return kind === 'team' ? `team ${name}` : (name ?? kind);
}
