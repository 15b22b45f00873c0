import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Column } from '../parts/DataTable';
import { Name } from '../parts/Values';

interface Row {
    name: string;
    disabled: boolean;
}

/** Leads to the account's page. */
export const NAME: Column<Row> = {
    name: 'Name',
    header: true,
    of: (account) => (
        <Anchor component={Link} to={`/admin/accounts/${account.name}`} size="sm">
            <Name value={account.name} />
        </Anchor>
    ),
};

export const STATE: Column<Row> = {
    name: 'State',
    of: (account) => (account.disabled ? <span className="bad">disabled</span> : <span className="good">enabled</span>),
};
