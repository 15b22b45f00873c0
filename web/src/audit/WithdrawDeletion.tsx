import { Alert, Button, Checkbox, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiProblem, api, ask } from '../api/client';
import { useWho } from '../api/who';
import { Confirm } from '../parts/Confirm';
import { CopyLine } from '../parts/CopyLine';
import { Name, Time } from '../parts/Values';
import { WithdrawTarget } from './WithdrawTarget';
import { stateOf, type Withdrawal } from './withdrawal';

/** How far the deletion of the bytes is, what is still in its way, and who may go on. */
export function WithdrawDeletion({ of, admin }: { of: Withdrawal; admin: boolean }) {
    return (
        <section aria-label="Deletion">
            <Title order={2} size="h3" className="section">
                Deletion
            </Title>
            <Stand of={of} />
            {admin && <Act of={of} />}
        </section>
    );
}

/** Where it stands, in words. */
function Stand({ of }: { of: Withdrawal }) {
    const state = stateOf(of, Date.now());
    const { deletion } = of;
    if (of.kind === 'version') {
        return <p className="dim">A version is a list of files. To delete bytes, withdraw the files that are to go.</p>;
    }
    if (deletion === undefined) {
        return (
            <p className="dim">
                Nobody has asked for it. One administrator asks, another one confirms, and after a waiting time every object with
                these bytes goes from the registry's own stores.
            </p>
        );
    }
    const asked = (
        <>
            <Name value={deletion.asked_by} /> asked for it on <Time value={deletion.asked_at} long />.
        </>
    );
    const confirmed = deletion.confirmed_at && (
        <>
            {' '}
            <Name value={deletion.confirmed_by ?? ''} /> confirmed it on <Time value={deletion.confirmed_at} long />.
        </>
    );
    const due = deletion.due_at && <Time value={deletion.due_at} long />;
    const words: Record<string, ReactNode> = {
        'deletion asked for': (
            <>
                <strong>In its way: another administrator must confirm it.</strong> And nothing is deleted before {due}.
            </>
        ),
        'deletion waits': (
            <>
                <strong>In its way: the waiting time.</strong> Nothing is deleted before {due}. Until then the withdrawal can be lifted.
            </>
        ),
        'deletion is due': (
            <>
                <strong>Nothing is in its way any more.</strong> It begins within minutes.
            </>
        ),
        'being deleted': (
            <>
                <strong>It has begun.</strong> The withdrawal cannot be lifted any more. It is over when the store has answered for
                every object.
            </>
        ),
        deleted: (
            <>
                <strong>Done: the last object was gone on {deletion.deleted_at && <Time value={deletion.deleted_at} long />}.</strong>{' '}
                Backups of the storage, and buckets with object lock, are not the registry's to clear.
            </>
        ),
    };
    return (
        <Alert color={state === 'deleted' ? 'gray' : 'orange'} variant="light" mb="md" className="stand">
            <p>
                {asked}
                {confirmed}
            </p>
            <p>{words[state]}</p>
        </Alert>
    );
}

function Act({ of }: { of: Withdrawal }) {
    const me = useWho().data?.name;
    const { deletion } = of;
    if (of.kind === 'version' || deletion?.begun_at !== undefined || deletion?.confirmed_at !== undefined) {
        return null;
    }
    if (deletion === undefined) {
        return <AskDeletion of={of} />;
    }
    return deletion.asked_by === me ? (
        <p className="dim">You asked for it yourself: send the address of this page to another administrator.</p>
    ) : (
        <ConfirmDeletion of={of} />
    );
}

function useTaken(of: Withdrawal, close: () => void) {
    const queries = useQueryClient();
    return (now: Withdrawal) => {
        queries.setQueryData(['withdrawal', of.withdrawal], now);
        void queries.invalidateQueries({ queryKey: ['withdrawals'] });
        close();
    };
}

function AskDeletion({ of }: { of: Withdrawal }) {
    const [asking, setAsking] = useState(false);
    const [others, setOthers] = useState(false);
    const close = () => setAsking(false);
    const onSuccess = useTaken(of, close);
    const deletion = useMutation({
        mutationFn: () =>
            ask(
                api.POST('/v1/withdrawals/{withdrawal}/deletion', {
                    params: { path: { withdrawal: of.withdrawal } },
                    body: { others },
                }),
            ),
        onSuccess,
    });
    const named = deletion.error instanceof ApiProblem && deletion.error.problem.type === '/problems/withdrawal-state';
    return (
        <>
            <Button color="red" variant="light" onClick={() => setAsking(true)}>
                Ask for the deletion…
            </Button>
            <CopyLine line={`bale audit delete ${of.withdrawal}`} label="The same at the command line" />
            <Confirm
                title="Ask for the deletion?"
                opened={asking}
                doing={deletion}
                label="Ask for the deletion"
                disabled={named && !others}
                onConfirm={() => deletion.mutate()}
                onClose={() => {
                    setOthers(false);
                    close();
                }}
            >
                <p>
                    All objects that hold <WithdrawTarget of={of} trace={false} /> go from the registry's own stores, with all their
                    versions, for good. Nobody can bring them back.
                </p>
                <ul>
                    <li>Another administrator must confirm it.</li>
                    <li>Then a waiting time must be over; until then the withdrawal can be lifted.</li>
                    <li>Lists of versions stay: the names, sizes and hashes of files.</li>
                    <li>Data in place belongs to others and stays there; it is only not handed out any more.</li>
                    <li>Backups of the storage are yours to see to.</li>
                </ul>
                {(named || others) && (
                    <Checkbox
                        label="The other files may lose their bytes, too"
                        checked={others}
                        onChange={(event) => setOthers(event.currentTarget.checked)}
                    />
                )}
            </Confirm>
        </>
    );
}

function ConfirmDeletion({ of }: { of: Withdrawal }) {
    const [asking, setAsking] = useState(false);
    const close = () => setAsking(false);
    const onSuccess = useTaken(of, close);
    const confirm = useMutation({
        mutationFn: () =>
            ask(api.POST('/v1/withdrawals/{withdrawal}/deletion/confirm', { params: { path: { withdrawal: of.withdrawal } } })),
        onSuccess,
    });
    return (
        <>
            <Button color="red" onClick={() => setAsking(true)}>
                Confirm the deletion…
            </Button>
            <CopyLine line={`bale audit confirm ${of.withdrawal}`} label="The same at the command line" />
            <Confirm
                title="Confirm the deletion?"
                opened={asking}
                doing={confirm}
                label="Confirm the deletion"
                onConfirm={() => confirm.mutate()}
                onClose={close}
            >
                <p>
                    <Name value={of.deletion?.asked_by ?? ''} /> asked to delete <WithdrawTarget of={of} trace={false} /> from the
                    registry's own stores. With your word it happens
                    {of.deletion?.due_at && (
                        <>
                            {' '}
                            after <Time value={of.deletion.due_at} long />
                        </>
                    )}
                    , for good: nobody can bring it back.
                </p>
                <p>
                    Why it was withdrawn: <Name value={of.reason} /> (<Name value={of.ticket} />)
                </p>
            </Confirm>
        </>
    );
}
