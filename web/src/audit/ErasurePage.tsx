import './withdraw.css';
import { Alert, Button, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../api/client';
import { useWho } from '../api/who';
import { Confirm } from '../parts/Confirm';
import { CopyLine } from '../parts/CopyLine';
import { counted } from '../parts/format';
import { Page } from '../parts/Page';
import { Empty, Failed, SignInFirst, Waiting } from '../parts/States';
import { Name } from '../parts/Values';

/** Removes the personal fields of somebody from the audit trail. */
export function ErasurePage() {
    const who = useWho();
    return (
        <Page title="Erase a person" lead="For whoever has the right to be forgotten: their name, addresses and programs go from the audit trail.">
            <Explained />
            {who.isPending ? <Waiting /> : null}
            {who.data === null ? <SignInFirst /> : null}
            {who.data && !who.data.admin ? <Empty title="Administrators erase">Tell one of them whom, and why.</Empty> : null}
            {who.data?.admin ? <Whom /> : null}
        </Page>
    );
}

function Explained() {
    return (
        <div className="erasure">
            <section className="card" aria-label="What goes">
                <Title order={2} size="h4">
                    What goes, for good
                </Title>
                <ul>
                    <li>name, address and program in every event of the account</li>
                    <li>the random keys under which these were sealed, so that nobody can guess them from the seals</li>
                    <li>addresses and programs in traces: these show the account, and nothing of where it was</li>
                </ul>
            </section>
            <section className="card" aria-label="What stays">
                <Title order={2} size="h4">
                    What stays
                </Title>
                <ul>
                    <li>what happened and when, by the number of the account: the seals verify as before</li>
                    <li>the account itself, with its name; its next events have name and address again</li>
                    <li>exports, backups and what a webhook has sent: erase there as well</li>
                </ul>
            </section>
        </div>
    );
}

function Whom() {
    const { account } = useSearch({ from: '/audit/erasure' });
    const navigate = useNavigate({ from: '/audit/erasure' });
    const [typed, setTyped] = useState(account ?? '');
    const [asking, setAsking] = useState(false);
    const name = typed.trim();
    const erase = useMutation({ mutationFn: eraseAll });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        void navigate({ search: { account: name }, replace: true });
        setAsking(true);
    };
    return (
        <>
            {erase.data && (
                <Alert variant="light" mb="md" title="Erased" role="status">
                    <Name value={erase.data.account} /> is erased from {counted(erase.data.erased, 'event')}
                    {erase.data.erased === 0 && ': none had anything of the account left'}.
                </Alert>
            )}
            <form onSubmit={submit} className="form">
                <TextInput
                    label="Account"
                    description="Its name at the registry"
                    value={typed}
                    onChange={(event) => setTyped(event.currentTarget.value)}
                    maxLength={200}
                    autoComplete="off"
                    spellCheck={false}
                    required
                />
                <Button type="submit" color="red" disabled={name === ''}>
                    Erase the person…
                </Button>
            </form>
            <CopyLine line="bale audit erase NAME" label="The same at the command line" />
            <Sure
                key={`${name} ${asking}`}
                name={name}
                opened={asking}
                doing={erase}
                onConfirm={() =>
                    erase.mutate(name, {
                        onSuccess: () => {
                            setAsking(false);
                            setTyped('');
                        },
                    })
                }
                onClose={() => setAsking(false)}
            />
        </>
    );
}

/** The registry erases a part a request; a part that was erased already is erased again without harm. */
async function eraseAll(account: string): Promise<{ account: string; erased: number }> {
    let erased = 0;
    let after: number | undefined;
    do {
        const part = await ask(api.POST('/v1/audit/erasures', { body: after === undefined ? { account } : { account, after } }));
        erased += part.erased;
        after = part.next;
    } while (after !== undefined);
    return { account, erased };
}

function Sure({
    name,
    opened,
    doing,
    onConfirm,
    onClose,
}: {
    name: string;
    opened: boolean;
    doing: { isPending: boolean; error: unknown; reset: () => void };
    onConfirm: () => void;
    onClose: () => void;
}) {
    const [again, setAgain] = useState('');
    const account = useQuery({
        queryKey: ['account', name],
        queryFn: () => ask(api.GET('/v1/accounts/{account}', { params: { path: { account: name } } })),
        enabled: opened,
    });
    return (
        <Confirm
            title="Erase this person from the audit trail?"
            opened={opened}
            doing={doing}
            label="Erase the person"
            disabled={again !== name}
            onConfirm={onConfirm}
            onClose={onClose}
        >
            {account.error ? <Failed error={account.error} form /> : null}
            {account.data && !account.data.disabled && (
                <Alert color="orange" variant="light" mb="md" title="The account is enabled">
                    Disable it first, or its next events have name and address again.
                </Alert>
            )}
            <p>
                Name, addresses and programs of <Name value={name} /> go from every event, for good. Nobody can bring them back.
            </p>
            <TextInput
                label="Type the name of the account"
                value={again}
                onChange={(event) => setAgain(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
            />
        </Confirm>
    );
}
