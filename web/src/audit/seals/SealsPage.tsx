import '../audit.css';
import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ApiProblem, ask } from '../../api/client';
import { usePages } from '../../api/pages';
import { CopyLine } from '../../parts/CopyLine';
import { DataTable } from '../../parts/DataTable';
import { DownloadIcon } from '../../parts/icons';
import { Page } from '../../parts/Page';
import { Empty, Failed, More, Waiting } from '../../parts/States';
import { Count, Hash, Name, Time } from '../../parts/Values';
import { download } from '../events/useExport';
import { ONCE } from '../once';
import { headText, type PublicKey, type SignedHead } from '../verify/head';
import { askHeads, askKeys, askNewest } from './ask';
import { behind } from './behind';
import { keptHead } from './kept';
import { VerifySection } from './VerifySection';
import { WholeTrailSection } from './WholeTrailSection';

const HEADS = 25;

/** The signed heads of the trail, and whether it still is what they were signed over. */
export function SealsPage() {
    const newest = useQuery({ queryKey: ['head'], queryFn: askNewest, ...ONCE });
    const keys = useQuery({ queryKey: ['seal-keys'], queryFn: askKeys, ...ONCE });
    const [kept, setKept] = useState(keptHead);
    const unsealed = newest.error instanceof ApiProblem && newest.error.status === 404;
    return (
        <Page
            title="Seals"
            lead="Events are sealed within seconds: a signed head stands for all of them so far. What is changed afterwards, by whomever, is found."
        >
            {newest.isPending ? <Waiting lines={6} /> : null}
            {unsealed ? (
                <Empty title="Nothing is sealed yet">
                    The registry seals its events once it has a key for it: <code>bale.seals.key-file</code>
                </Empty>
            ) : newest.error ? (
                <Failed error={newest.error} retry={() => void newest.refetch()} />
            ) : null}
            {newest.data && (
                <>
                    <Newest head={newest.data} keys={keys.data ?? []} again={() => void newest.refetch()} busy={newest.isFetching} />
                    <VerifySection onKept={setKept} />
                    <WholeTrailSection newest={newest.data} kept={kept} />
                    {keys.error ? <Failed error={keys.error} retry={() => void keys.refetch()} /> : null}
                    <Heads newest={newest.data} keys={keys.data ?? []} />
                </>
            )}
        </Page>
    );
}

function Newest({ head, keys, again, busy }: { head: SignedHead; keys: PublicKey[]; again: () => void; busy: boolean }) {
    const event = useQuery({
        queryKey: ['newest-event', head.number],
        queryFn: async () => (await ask(api.GET('/v1/audit/events', { params: { query: { limit: 1 } } }))).events[0] ?? null,
        ...ONCE,
    });
    const text = headText(head);
    return (
        <section aria-label="Newest head">
            <Title order={2} size="h3">
                Newest head
            </Title>
            <dl className="facts">
                <dt>Number</dt>
                <dd>
                    <Count value={head.number} />
                </dd>
                <dt>Events under it</dt>
                <dd>
                    <Count value={head.size} />
                </dd>
                <dt>Signed</dt>
                <dd>
                    <Time value={head.at} long />
                </dd>
                <dt>Not sealed yet</dt>
                <dd>{event.data === undefined ? '…' : behind(head.at, event.data?.at)}</dd>
                <dt>Epoch</dt>
                <dd>{head.epoch}</dd>
                <dt>Key</dt>
                <dd>
                    <code className="whole-hash">{head.key}</code>
                </dd>
                <dt>Root</dt>
                <dd>
                    <code className="whole-hash">{head.root}</code>
                </dd>
                <dt>Trail</dt>
                <dd>
                    <Name value={head.log} />
                </dd>
            </dl>
            <CopyLine line={text} label="Keep it where nobody who administers the database can change it: against it, a cut or rewritten trail is found" />
            <div className="head-buttons">
                <Button
                    variant="default"
                    size="xs"
                    leftSection={<DownloadIcon size={16} />}
                    onClick={() => download(new Blob([`${text}\n`], { type: 'application/json' }), `bale-head-${head.number}.json`)}
                >
                    Download the head
                </Button>
                <Button
                    variant="default"
                    size="xs"
                    disabled={keys.length === 0}
                    leftSection={<DownloadIcon size={16} />}
                    onClick={() => download(new Blob([keys.map(pem).join('')], { type: 'application/x-pem-file' }), 'bale-keys.pem')}
                >
                    Download the public keys
                </Button>
                <Button variant="default" size="xs" loading={busy} onClick={again}>
                    Look for a newer head
                </Button>
            </div>
        </section>
    );
}

function pem(key: PublicKey): string {
    return `-----BEGIN PUBLIC KEY-----\n${key.public_key.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END PUBLIC KEY-----\n`;
}

function Heads({ newest, keys }: { newest: SignedHead; keys: PublicKey[] }) {
    // The API lists them from the first on; a part is read from behind.
    const heads = usePages(['heads', newest.number], async (after) => {
        const last = after === undefined ? newest.number : Number(after);
        const first = Math.max(0, last - HEADS + 1);
        const page = await askHeads(first, last - first + 1);
        return { items: page.heads.toReversed(), next: first === 0 ? undefined : String(first - 1) };
    });
    const epochs = (key: string) => [...new Set(heads.items.filter((head) => head.key === key).map((head) => head.epoch))].sort();
    return (
        <>
            <Title order={2} size="h3" className="section">
                Keys
            </Title>
            <DataTable
                caption="Keys"
                rows={keys}
                keyOf={(key) => key.id}
                columns={[
                    { name: 'Key', header: true, of: (key) => <code title={key.public_key}>{key.id}</code> },
                    { name: 'First used', of: (key) => (key.first_used_at ? <Time value={key.first_used_at} long /> : '–') },
                    { name: 'Epochs, of the heads below', of: (key) => epochs(key.id).join(', ') || '–' },
                ]}
            />
            <Title order={2} size="h3" className="section">
                Heads
            </Title>
            {heads.isPending ? <Waiting /> : null}
            {heads.error ? <Failed error={heads.error} retry={() => void heads.refetch()} /> : null}
            {heads.items.length > 0 && (
                <DataTable
                    caption="Heads"
                    rows={heads.items}
                    keyOf={(head) => String(head.number)}
                    columns={[
                        { name: 'Number', header: true, of: (head) => head.number },
                        { name: 'Signed', of: (head) => <Time value={head.at} long /> },
                        { name: 'Events', right: true, of: (head) => <Count value={head.size} /> },
                        { name: 'Epoch', right: true, of: (head) => head.epoch },
                        { name: 'Root', of: (head) => <Hash value={head.root} /> },
                        { name: 'Key', of: (head) => <Hash value={head.key} /> },
                    ]}
                />
            )}
            <More list={heads} />
        </>
    );
}
