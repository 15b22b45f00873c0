import './withdraw.css';
import { Anchor, Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { useWho } from '../api/who';
import { Confirm } from '../parts/Confirm';
import { CopyLine } from '../parts/CopyLine';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { Name, Time } from '../parts/Values';
import { ONCE } from './once';
import { RecallList } from './RecallList';
import { WithdrawDeletion } from './WithdrawDeletion';
import { WithdrawEffect } from './WithdrawEffect';
import { WithdrawState } from './WithdrawState';
import { WithdrawTarget } from './WithdrawTarget';
import { WithdrawUrls } from './WithdrawUrls';
import { mayLift, stateOf, type Withdrawal } from './withdrawal';

/** One withdrawal, and how far its recall and its deletion are. */
export function WithdrawPage() {
    const { id } = useParams({ from: '/audit/withdrawals/$id' });
    const withdrawal = useQuery({
        queryKey: ['withdrawal', id],
        queryFn: () => ask(api.GET('/v1/withdrawals/{withdrawal}', { params: { path: { withdrawal: id } } })),
        ...ONCE,
    });
    return (
        <Page
            title={`Withdrawal ${id}`}
            heading={
                <>
                    Withdrawal {id} {withdrawal.data && <WithdrawState of={withdrawal.data} />}
                </>
            }
            aside={
                <Button variant="default" size="xs" loading={withdrawal.isFetching} onClick={() => void withdrawal.refetch()}>
                    Look again
                </Button>
            }
        >
            {withdrawal.isPending ? <Waiting lines={5} /> : null}
            {withdrawal.error ? <Failed error={withdrawal.error} retry={() => void withdrawal.refetch()} /> : null}
            {withdrawal.data && <Whole of={withdrawal.data} />}
        </Page>
    );
}

function Whole({ of }: { of: Withdrawal }) {
    const admin = useWho().data?.admin ?? false;
    const state = stateOf(of, Date.now());
    return (
        <>
            {state !== 'lifted' && <WithdrawUrls of={of} />}
            <dl className="facts card">
                <dt>What</dt>
                <dd>
                    <WithdrawTarget of={of} />
                    {of.shared && ', with the fragments that other files use'}
                </dd>
                {of.kind === 'entry' && of.sha256 !== undefined && (
                    <>
                        <dt>Its bytes</dt>
                        <dd>
                            <WithdrawTarget of={{ kind: 'fragment', sha256: of.sha256 }} />
                        </dd>
                    </>
                )}
                <dt>Reason</dt>
                <dd>
                    <Name value={of.reason} />
                </dd>
                <dt>Ticket</dt>
                <dd>
                    <Name value={of.ticket} />
                </dd>
                <dt>Made</dt>
                <dd>
                    <Time value={of.made_at} long /> by <Name value={of.made_by} />
                </dd>
                {of.lifted_at && (
                    <>
                        <dt>Lifted</dt>
                        <dd>
                            <Time value={of.lifted_at} long />
                            {of.lifted_by && (
                                <>
                                    {' '}
                                    by <Name value={of.lifted_by} />
                                </>
                            )}
                        </dd>
                    </>
                )}
                <dt>Events</dt>
                <dd>
                    <Anchor component={Link} to={`/audit/events?${eventsOf(of)}`} size="sm">
                        What was done with withdrawals since
                    </Anchor>
                </dd>
            </dl>
            {state !== 'lifted' && <Covered of={of} admin={admin} />}
            <RecallList of={of} />
            {state !== 'lifted' && <WithdrawDeletion of={of} admin={admin} />}
            {admin && mayLift(state) && <Lift of={of} />}
            {!admin && state !== 'lifted' && (
                <p className="dim">Administrators withdraw, lift and delete; auditors see everything here.</p>
            )}
        </>
    );
}

function eventsOf(of: Withdrawal): URLSearchParams {
    const kinds = 'withdraw,withdraw-lift,delete-ask,delete-confirm,recall-ack';
    return new URLSearchParams({ kind: kinds, since: of.made_at });
}

/** What it covers as things are now; whoever withdrew it just now sees what it was then. */
function Covered({ of, admin }: { of: Withdrawal; admin: boolean }) {
    const made = useQueryClient().getQueryData<Schemas['Withdrawn']>(['withdrawal-made', of.withdrawal]);
    const what = of.sha256 === undefined ? { package: of.package, version: of.version } : { sha256: of.sha256 };
    const known = of.sha256 !== undefined || (of.package !== undefined && of.version !== undefined);
    const effect = useQuery({
        queryKey: ['withdrawal-preview', what],
        queryFn: () => ask(api.POST('/v1/withdrawals/preview', { body: { ...what, shared: false } })),
        enabled: admin && known && made === undefined,
        ...ONCE,
    });
    const shown = made?.effect ?? effect.data;
    return (
        <section aria-label="What is covered">
            <Title order={2} size="h3" className="section">
                What is covered
            </Title>
            {effect.isLoading ? <Waiting lines={2} /> : null}
            {effect.error ? <Failed error={effect.error} /> : null}
            {shown && <WithdrawEffect of={shown} kind={of.kind} />}
            {of.sha256 !== undefined && (
                <Anchor component={Link} to={`/audit/trace?sha256=${of.sha256}`} size="sm">
                    Trace it: every place, and everybody who was handed it
                </Anchor>
            )}
        </section>
    );
}

function Lift({ of }: { of: Withdrawal }) {
    const [asking, setAsking] = useState(false);
    const queries = useQueryClient();
    const lift = useMutation({
        mutationFn: () =>
            ask(api.POST('/v1/withdrawals/{withdrawal}/lift', { params: { path: { withdrawal: of.withdrawal } } })),
        onSuccess: (lifted) => {
            queries.setQueryData(['withdrawal', of.withdrawal], lifted);
            void queries.invalidateQueries({ queryKey: ['withdrawals'] });
            setAsking(false);
        },
    });
    return (
        <section aria-label="Lift it">
            <Title order={2} size="h3" className="section">
                Lift it
            </Title>
            <p className="dim">Then it is handed out again to whoever may read it, and can be published. What it was withdrawn for stays on the trail.</p>
            <Button variant="default" onClick={() => setAsking(true)}>
                Lift the withdrawal…
            </Button>
            <CopyLine line={`bale audit lift ${of.withdrawal}`} label="The same at the command line" />
            <Confirm
                title={`Lift withdrawal ${of.withdrawal}?`}
                opened={asking}
                doing={lift}
                label="Lift the withdrawal"
                onConfirm={() => lift.mutate()}
                onClose={() => setAsking(false)}
            >
                <p>
                    <WithdrawTarget of={of} trace={false} /> is handed out again at once, to everybody who may read it. Its recall ends:
                    nobody is asked to delete copies any more.
                    {of.deletion && ' The deletion that was asked for is off.'}
                </p>
            </Confirm>
        </section>
    );
}
