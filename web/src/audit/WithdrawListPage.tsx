import './withdraw.css';
import { Anchor, Checkbox } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { useWho } from '../api/who';
import { exactCount } from '../parts/format';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, None, Time } from '../parts/Values';
import { FitTable } from './FitTable';
import { ONCE } from './once';
import { WithdrawState } from './WithdrawState';
import { WithdrawTarget } from './WithdrawTarget';
import type { Withdrawal } from './withdrawal';

const PAGE = 50;

/** What may not be handed out any more, the newest first. */
export function WithdrawListPage() {
    const lifted = useSearch({ from: '/audit/withdrawals' }).lifted !== undefined;
    const navigate = useNavigate({ from: '/audit/withdrawals' });
    const admin = useWho().data?.admin ?? false;
    const list = usePages(
        ['withdrawals', 'list', lifted],
        async (after) => {
            const page = await ask(api.GET('/v1/withdrawals', { params: { query: { lifted, after, limit: PAGE } } }));
            return { items: page.withdrawals, next: page.next };
        },
        ONCE,
    );
    return (
        <Page
            title="Withdrawals"
            lead={`What is handed out no more, and who still holds copies.${admin ? ' To withdraw something, trace it first: the buttons are there.' : ''}`}
        >
            <Checkbox
                label="Also those that were lifted"
                checked={lifted}
                onChange={(event) => void navigate({ search: { lifted: event.currentTarget.checked ? 'yes' : undefined } })}
                className="filter"
            />
            {list.isPending ? <Waiting lines={4} /> : null}
            {list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
            {list.isSuccess && list.items.length === 0 ? (
                <Empty title="Nothing is withdrawn">
                    <Anchor component={Link} to="/audit/trace">
                        Trace a file
                    </Anchor>{' '}
                    to see where it is and who was handed it.
                </Empty>
            ) : null}
            {list.items.length > 0 && <WithdrawalsTable of={list.items} />}
            <More list={list} />
        </Page>
    );
}

function WithdrawalsTable({ of }: { of: Withdrawal[] }) {
    return (
        <FitTable
            caption="Withdrawals"
            rows={of}
            keyOf={(withdrawal) => withdrawal.withdrawal}
            columns={[
                {
                    name: 'Number',
                    header: true,
                    of: (withdrawal) => (
                        <Anchor component={Link} to={`/audit/withdrawals/${withdrawal.withdrawal}`} size="sm">
                            Withdrawal {withdrawal.withdrawal}
                        </Anchor>
                    ),
                },
                { name: 'State', of: (withdrawal) => <WithdrawState of={withdrawal} /> },
                { name: 'What', of: (withdrawal) => <WithdrawTarget of={withdrawal} /> },
                {
                    name: 'Why',
                    of: (withdrawal) => (
                        <>
                            <Name value={withdrawal.reason} /> (<Name value={withdrawal.ticket} />)
                        </>
                    ),
                },
                {
                    name: 'Made',
                    of: (withdrawal) => (
                        <>
                            <Time value={withdrawal.made_at} /> by <Name value={withdrawal.made_by} />
                        </>
                    ),
                },
                { name: 'Copies gone', right: true, of: (withdrawal) => <Answered of={withdrawal.recall} /> },
            ]}
        />
    );
}

function Answered({ of }: { of: Withdrawal['recall'] }) {
    if (!of.listed) {
        return <None>being listed</None>;
    }
    return of.people === 0 ? (
        <None>nobody had it</None>
    ) : (
        <span className={of.acknowledged === of.people ? 'good' : undefined}>
            {exactCount(of.acknowledged)} of {exactCount(of.people)}
        </span>
    );
}
