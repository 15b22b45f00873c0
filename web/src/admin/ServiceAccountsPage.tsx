import { Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { NAME, STATE } from './accountColumns';
import { NameForm } from './NameForm';

const PAGE = 100;

/** Accounts that nobody signs in as. */
export function ServiceAccountsPage() {
    const queries = useQueryClient();
    const navigate = useNavigate();
    const list = usePages(['service-accounts'], async (after) => {
        const page = await ask(api.GET('/v1/service-accounts', { params: { query: { after, limit: PAGE } } }));
        return { items: page.service_accounts, next: page.next };
    });
    return (
        <Page
            title="Service accounts"
            lead="For programs. Nobody signs in as one: it comes with its tokens, or with a workload's token that is exchanged. It owns the namespace of its name."
        >
            {list.isPending ? <Waiting lines={4} /> : null}
            {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
            {list.isSuccess && list.items.length === 0 ? <Empty title="There is no service account yet">Make one below.</Empty> : null}
            {list.items.length > 0 && (
                <DataTable
                    caption="Service accounts"
                    rows={list.items}
                    keyOf={(account) => account.name}
                    columns={[NAME, STATE]}
                />
            )}
            <More list={list} />
            <Title order={2} size="h3" className="section">
                Make a service account
            </Title>
            <NameForm
                form="service account"
                label="Name"
                description="Also the name of its namespace, for good"
                button="Make service account"
                make={async (name) => {
                    const made = await ask(api.POST('/v1/service-accounts', { body: { name } }));
                    await queries.invalidateQueries();
                    await navigate({ to: '/admin/accounts/$account', params: { account: made.name } });
                }}
            />
        </Page>
    );
}
