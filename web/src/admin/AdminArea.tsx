import { Area } from '../shell/Area';

/** What administrators see to. */
export function AdminArea() {
    return (
        <Area
            name="Administration"
            pages={[
                { to: '/admin/accounts', label: 'Accounts' },
                { to: '/admin/stores', label: 'Stores' },
            ]}
        />
    );
}
