import { Badge } from '@mantine/core';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, None, Time } from '../parts/Values';
import { NAME, STATE } from './accountColumns';
import { Filtered } from './Filtered';

const PAGE = 100;

/** Everybody who may sign in. */
export function AccountsPage() {
    return (
        <Page title="Accounts" lead="People and service accounts. People come in by signing in.">
            <Filtered>{(filter) => <Accounts filter={filter} />}</Filtered>
        </Page>
    );
}

function Accounts({ filter }: { filter: string | undefined }) {
    const accounts = usePages(['accounts', filter], async (after) => {
        const page = await ask(api.GET('/v1/accounts', { params: { query: { filter, after, limit: PAGE } } }));
        return { items: page.accounts, next: page.next };
    });
    if (accounts.isPending) {
        return <Waiting lines={6} />;
    }
    if (accounts.error) {
        return <Failed error={accounts.error} retry={() => void accounts.refetch()} />;
    }
    if (accounts.items.length === 0) {
        return <Empty title="No account has such a name" />;
    }
    return (
        <>
            <DataTable
                caption="Accounts"
                rows={accounts.items}
                keyOf={(account) => account.name}
                columns={[
                    NAME,
                    STATE,
                    {
                        name: 'Roles',
                        of: (account) => (
                            <>
                                {account.admin && <Badge variant="light" tt="none" mr={4}>administrator</Badge>}
                                {account.auditor && <Badge variant="light" tt="none">auditor</Badge>}
                            </>
                        ),
                    },
                    { name: 'Kind', of: (account) => account.kind },
                    { name: 'Address', of: (account) => (account.email ? <Name value={account.email} /> : <None>–</None>) },
                    { name: 'Provider', of: (account) => (account.issuer ? <Name value={account.issuer} /> : <None>local</None>) },
                    {
                        name: 'Signed in',
                        of: (account) => (account.signed_in_at ? <Time value={account.signed_in_at} /> : <None>never</None>),
                    },
                    { name: 'Made', of: (account) => <Time value={account.created_at} /> },
                ]}
            />
            <More list={accounts} />
        </>
    );
}
