import './withdraw.css';
import { Button, Checkbox, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { useWho } from '../api/who';
import { Confirm } from '../parts/Confirm';
import { CopyLine } from '../parts/CopyLine';
import { Page } from '../parts/Page';
import { Empty, Failed, More, SignInFirst, Waiting } from '../parts/States';
import { useDraft } from '../parts/useDraft';
import { Name, Time } from '../parts/Values';
import { WithdrawTarget } from './WithdrawTarget';
import { findLine } from './withdrawal';

type Recall = Schemas['Recall'];

const PAGE = 50;

/** What was withdrawn after the viewer had it: what it is, why, and what to do. */
export function RecallsPage() {
    const acknowledged = useSearch({ from: '/recalls' }).acknowledged !== undefined;
    const navigate = useNavigate({ from: '/recalls' });
    const who = useWho();
    return (
        <Page
            title="What you should delete"
            lead="What was withdrawn after you had it. Nobody but you can delete the copies that you made or passed on."
        >
            {who.isPending ? <Waiting /> : null}
            {who.data === null ? <SignInFirst /> : null}
            {who.data && (
                <>
                    <Checkbox
                        label="Also what I said is gone"
                        checked={acknowledged}
                        onChange={(event) => void navigate({ search: { acknowledged: event.currentTarget.checked ? 'yes' : undefined } })}
                        className="filter"
                    />
                    <Recalls account={who.data.name} acknowledged={acknowledged} />
                </>
            )}
        </Page>
    );
}

function Recalls({ account, acknowledged }: { account: string; acknowledged: boolean }) {
    const recalls = usePages(['recalls', 'list', account, acknowledged], async (after) => {
        const page = await ask(api.GET('/v1/recalls', { params: { query: { acknowledged, after, limit: PAGE } } }));
        return { items: page.recalls, next: page.next };
    });
    return (
        <>
            {recalls.isPending ? <Waiting lines={4} /> : null}
            {recalls.error ? <Failed error={recalls.error} retry={() => void recalls.refetch()} /> : null}
            {recalls.isSuccess && recalls.items.length === 0 ? (
                <Empty title="There is nothing that you should delete">
                    {acknowledged ? 'Nothing was withdrawn that you have had.' : 'Nothing is withdrawn that you have and did not say is gone.'}
                </Empty>
            ) : null}
            {recalls.items.map((recall) => (
                <OneRecall key={recall.withdrawal} recall={recall} />
            ))}
            <More list={recalls} />
        </>
    );
}

function OneRecall({ recall }: { recall: Recall }) {
    const find = findLine(recall);
    const had = [recall.published && 'published it', recall.handed && 'were handed it'].filter(Boolean).join(' and ');
    return (
        <section className="card recall" aria-label={`Recall ${recall.withdrawal}`}>
            <Title order={2} size="h4">
                <WithdrawTarget of={recall} trace={false} />
            </Title>
            <dl className="facts">
                <dt>Why</dt>
                <dd>
                    <Name value={recall.reason} /> (<Name value={recall.ticket} />)
                </dd>
                <dt>Withdrawn</dt>
                <dd>
                    <Time value={recall.made_at} long />
                    {had && <>; you {had}</>}
                </dd>
                {recall.sha256 !== undefined && (
                    <>
                        <dt>Content</dt>
                        <dd>
                            <code className="whole-hash">{recall.sha256}</code>
                        </dd>
                    </>
                )}
                {recall.acknowledged_at && (
                    <>
                        <dt>Gone</dt>
                        <dd>
                            <span className="good">You said so</span> on <Time value={recall.acknowledged_at} long />
                            {recall.note && (
                                <>
                                    : <Name value={recall.note} />
                                </>
                            )}
                        </dd>
                    </>
                )}
            </dl>
            {!recall.acknowledged_at && (
                <>
                    <p>On every machine where you had it:</p>
                    <CopyLine line="bale recall list" label="Clears the local store of it" />
                    {find !== undefined && <CopyLine line={find} label="Finds copies by their content, whatever they are called; delete those" />}
                    {recall.kind === 'version' && (
                        <p className="dim">Then delete the folders into which you installed this version, and what you copied on from there.</p>
                    )}
                    <p>When all of them are gone, say so here or at the command line (bale recall ack {recall.withdrawal}).</p>
                    <Acknowledge recall={recall} />
                </>
            )}
        </section>
    );
}

function Acknowledge({ recall }: { recall: Recall }) {
    const [asking, setAsking] = useState(false);
    const [draft, change, forget] = useDraft(`recall ${recall.withdrawal}`, { note: '' });
    const queries = useQueryClient();
    const acknowledge = useMutation({
        mutationFn: () =>
            ask(
                api.POST('/v1/recalls/{withdrawal}/acknowledge', {
                    params: { path: { withdrawal: recall.withdrawal } },
                    body: draft.note.trim() === '' ? {} : { note: draft.note.trim() },
                }),
            ),
        onSuccess: () => {
            forget();
            setAsking(false);
            void queries.invalidateQueries({ queryKey: ['recalls'] });
        },
    });
    return (
        <>
            <Button onClick={() => setAsking(true)}>All my copies are gone…</Button>
            <Confirm
                title="Are all your copies gone?"
                opened={asking}
                doing={acknowledge}
                label="All my copies are gone"
                harmful={false}
                onConfirm={() => acknowledge.mutate()}
                onClose={() => setAsking(false)}
            >
                <p>
                    You say that no copy of <WithdrawTarget of={recall} trace={false} /> is left with you: on no machine, in no backup and
                    with nobody to whom you gave it. That stands in the audit trail under your name and cannot be taken back.
                </p>
                <TextInput
                    label="Note"
                    description="What became of the copies, if there is something to say"
                    value={draft.note}
                    onChange={(event) => change({ note: event.currentTarget.value })}
                    maxLength={500}
                />
            </Confirm>
        </>
    );
}
