import './admin.css';
import { useWho } from '../api/who';
import { Page } from '../parts/Page';
import { Empty, Failed, SignInFirst, Waiting } from '../parts/States';
import { Area } from '../shell/Area';

/** What administrators see to; whoever is none is told so, at whichever address. */
export function AdminArea() {
    const who = useWho();
    if (who.isPending) {
        return <Waiting />;
    }
    if (who.error) {
        return <Failed error={who.error} retry={() => void who.refetch()} />;
    }
    if (who.data?.admin !== true) {
        return (
            <Page title="Administration">
                {who.data ? (
                    <Empty title="This is for administrators">
                        You are signed in as {who.data.name}, who is none. An administrator can change that under Accounts.
                    </Empty>
                ) : (
                    <SignInFirst />
                )}
            </Page>
        );
    }
    return (
        <Area
            name="Administration"
            pages={[
                { to: '/admin/accounts', label: 'Accounts' },
                { to: '/admin/service-accounts', label: 'Service accounts' },
                { to: '/admin/namespaces', label: 'Namespaces' },
                { to: '/admin/stores', label: 'Stores' },
                { to: '/admin/keys', label: 'Signing keys' },
                { to: '/admin/webhooks', label: 'Webhooks' },
            ]}
        />
    );
}
