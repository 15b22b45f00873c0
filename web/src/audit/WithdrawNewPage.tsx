import './withdraw.css';
import { Alert, Button, Checkbox, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { useWho } from '../api/who';
import { Confirm } from '../parts/Confirm';
import { counted } from '../parts/format';
import { Page } from '../parts/Page';
import { Empty, Failed, SignInFirst, Waiting } from '../parts/States';
import { Name } from '../parts/Values';
import { useDraft } from '../parts/useDraft';
import { hashOf } from './hashes';
import { ONCE } from './once';
import { NAMED, PlaceNames, WithdrawEffect } from './WithdrawEffect';
import { WithdrawTarget } from './WithdrawTarget';
import type { Target } from './withdrawal';
import type { WithdrawSearch } from './withdrawRoutes';

/** What is to be withdrawn, what that affects, and why. */
export function WithdrawNewPage() {
    const search = useSearch({ from: '/audit/withdrawals/new' });
    const who = useWho();
    const target = targetOf(search);
    return (
        <Page
            title="Withdraw"
            lead="From the answer on no URL is signed for it, for anybody, and nobody can publish it again. Lists and versions stay as they are."
        >
            {who.isPending ? <Waiting /> : null}
            {who.data && !who.data.admin ? (
                <Empty title="Administrators withdraw">Tell one of them what is to be withdrawn, and why.</Empty>
            ) : null}
            {who.data === null ? <SignInFirst /> : null}
            {who.data?.admin ? (
                target === null ? (
                    <Empty title="Nothing is named here">Trace a file, then choose there what to withdraw.</Empty>
                ) : (
                    <Form key={JSON.stringify(search)} target={target} search={search} />
                )
            ) : null}
        </Page>
    );
}

function targetOf({ sha256, package: inPackage, version, path }: WithdrawSearch): Target | null {
    const hash = sha256 === undefined ? null : hashOf(sha256);
    if (hash !== null) {
        return { kind: 'fragment', sha256: hash };
    }
    if (inPackage === undefined || version === undefined) {
        return null;
    }
    return path === undefined
        ? { kind: 'version', package: inPackage, version }
        : { kind: 'entry', package: inPackage, version, path };
}

const NAMES = { fragment: 'the fragment', entry: 'the file', version: 'the version' };
const EMPTY = { reason: '', ticket: '' };

function Form({ target, search }: { target: Target; search: WithdrawSearch }) {
    const [draft, change, forget] = useDraft(`withdraw ${JSON.stringify(search)}`, EMPTY);
    const [shared, setShared] = useState(false);
    const [meant, setMeant] = useState(false);
    const [asking, setAsking] = useState(false);
    const navigate = useNavigate();
    const queries = useQueryClient();
    const what: Schemas['WithdrawalTarget'] = {
        ...(target.kind === 'fragment'
            ? { sha256: target.sha256 }
            : { package: target.package, version: target.version, path: target.path }),
        shared,
    };
    const preview = useQuery({
        queryKey: ['withdrawal-preview', what],
        queryFn: () => ask(api.POST('/v1/withdrawals/preview', { body: what })),
        ...ONCE,
    });
    const withdraw = useMutation({
        mutationFn: () =>
            ask(api.POST('/v1/withdrawals', { body: { what, reason: draft.reason.trim(), ticket: draft.ticket.trim() } })),
        onSuccess: (made) => {
            forget();
            void queries.invalidateQueries({ queryKey: ['withdrawals'] });
            queries.setQueryData(['withdrawal-made', made.withdrawal.withdrawal], made);
        },
    });
    const effect = preview.data;
    const others = effect?.others ?? [];
    // The one place that a fragment lies at is what was meant.
    const confirmed = others.length <= (target.kind === 'fragment' ? 1 : 0) || meant;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        setAsking(true);
    };
    return (
        <>
            <dl className="facts">
                <dt>Withdraw</dt>
                <dd>
                    <WithdrawTarget of={target} />
                </dd>
            </dl>
            <Title order={2} size="h3" className="section">
                What it affects
            </Title>
            {preview.isPending ? <Waiting /> : null}
            {preview.error ? <Failed error={preview.error} retry={() => void preview.refetch()} /> : null}
            {effect && <WithdrawEffect of={effect} kind={target.kind} />}
            {effect && others.length > 0 && (
                <Alert color="orange" variant="light" mb="md" title={otherTitle(target, others.length)}>
                    <PlaceNames label="Other places" of={others} />
                    {(target.kind !== 'fragment' || others.length > 1) && (
                        <Checkbox
                            label={target.kind === 'fragment' ? 'All of these places are meant' : 'It is meant there, too'}
                            checked={meant}
                            onChange={(event) => setMeant(event.currentTarget.checked)}
                        />
                    )}
                </Alert>
            )}
            {effect && effect.shared_fragments > 0 && (
                <Alert
                    color="orange"
                    variant="light"
                    mb="md"
                    title={`Other files use ${counted(effect.shared_fragments, 'fragment')} of this file`}
                >
                    {shared
                        ? 'These files cannot be had whole any more:'
                        : 'These fragments stay available through the other files, unless you withdraw them as well:'}
                    <PlaceNames label="Files that share fragments" of={effect.shared_with} />
                    <Checkbox
                        label="Withdraw the shared fragments, too"
                        checked={shared}
                        onChange={(event) => {
                            setShared(event.currentTarget.checked);
                            setMeant(false);
                        }}
                    />
                </Alert>
            )}
            <Title order={2} size="h3" className="section">
                Why
            </Title>
            <form onSubmit={submit} className="form">
                <Textarea
                    label="Reason"
                    description="One line, shown to everybody who meets what is withdrawn: write nothing secret"
                    value={draft.reason}
                    onChange={(event) => change({ reason: event.currentTarget.value.replace(/\s*\n\s*/g, ' ') })}
                    maxLength={1_000}
                    rows={3}
                    required
                />
                <TextInput
                    label="Ticket"
                    description="Where it was decided, such as PRIV-17"
                    value={draft.ticket}
                    onChange={(event) => change({ ticket: event.currentTarget.value })}
                    maxLength={200}
                    autoComplete="off"
                    required
                />
                <Button type="submit" color="red" disabled={!effect || !confirmed || blank(draft)}>
                    Withdraw {NAMES[target.kind]}…
                </Button>
                {!confirmed && <p className="dim">Say above that all places are meant.</p>}
            </form>
            <Confirm
                title={`Withdraw ${NAMES[target.kind]}?`}
                opened={asking}
                doing={withdraw}
                label={`Withdraw ${NAMES[target.kind]}`}
                onConfirm={() =>
                    withdraw.mutate(undefined, {
                        // Only while this page is open: an answer leads nobody away who went elsewhere meanwhile.
                        onSuccess: ({ withdrawal }) =>
                            void navigate({ to: '/audit/withdrawals/$id', params: { id: withdrawal.withdrawal } }),
                    })
                }
                onClose={() => setAsking(false)}
            >
                {effect && <WithdrawEffect of={effect} kind={target.kind} />}
                {target.kind !== 'fragment' && others.length > 0 && (
                    <p>Also at {others.length >= NAMED ? `${NAMED} other places or more` : counted(others.length, 'other place')}, named on the page.</p>
                )}
                <p>
                    Everybody who meets it reads: <Name value={draft.reason} /> (<Name value={draft.ticket} />)
                </p>
            </Confirm>
        </>
    );
}

function otherTitle(target: Target, count: number): string {
    const places = count >= NAMED ? `${NAMED} places or more` : counted(count, 'place');
    return target.kind === 'fragment' ? `The bytes lie at ${places}` : `The same bytes also lie at ${places}`;
}

function blank({ reason, ticket }: typeof EMPTY): boolean {
    return reason.trim() === '' || ticket.trim() === '';
}
