import { Button, Group, Progress, Textarea, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { CopyLine } from '../parts/CopyLine';
import { Dialog } from '../parts/Dialog';
import { exactCount, visibleName } from '../parts/format';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, None, Time } from '../parts/Values';
import { download } from './download';
import { ExportButton } from './ExportButton';
import { FitTable } from './FitTable';
import { ONCE } from './once';
import { reminderText, type Withdrawal } from './withdrawal';

type Holder = Schemas['Holders']['recalls'][number];

const PAGE = 100;
const AT_ONCE = 1_000;

/** Who holds copies of what was withdrawn, and who said that they are gone. */
export function RecallList({ of }: { of: Withdrawal }) {
    const path = { withdrawal: of.withdrawal };
    const holders = usePages(
        ['holders', of.withdrawal],
        async (after) => {
            const page = await ask(api.GET('/v1/withdrawals/{withdrawal}/recalls', { params: { path, query: { after, limit: PAGE } } }));
            return { items: page.recalls, next: page.next, counts: page };
        },
        ONCE,
    );
    const counts = holders.data?.pages.at(-1) as { counts?: Schemas['Holders'] } | undefined;
    return (
        <section aria-label="Recall">
            <div className="page-head section">
                <Title order={2} size="h3">
                    Who holds copies
                </Title>
                <Group gap="xs">
                    <Button variant="default" size="xs" loading={holders.isRefetching} onClick={() => void holders.refetch()}>
                        Look who answered
                    </Button>
                    {holders.items.length > 0 && (
                        <>
                            <Reminder of={of} />
                            <ExportButton
                                label="Export as CSV"
                                fetch={() =>
                                    download(
                                        `recall-${of.withdrawal}.csv`,
                                        api.GET('/v1/withdrawals/{withdrawal}/recalls.csv', {
                                            params: { path },
                                            parseAs: 'blob',
                                        }) as Promise<{ data?: Blob; response: Response }>,
                                    )
                                }
                            />
                        </>
                    )}
                </Group>
            </div>
            {holders.isPending ? <Waiting /> : null}
            {holders.error ? <Failed error={holders.error} retry={() => void holders.refetch()} /> : null}
            {counts?.counts && <Answers of={counts.counts} />}
            {holders.items.length > 0 && <HoldersTable of={holders.items} />}
            <More list={holders} />
        </section>
    );
}

function Answers({ of }: { of: Schemas['Holders'] }) {
    if (!of.listed) {
        return (
            <Empty title="The list is being made">
                It has everybody some seconds after the withdrawal. Look who answered in a moment.
            </Empty>
        );
    }
    if (of.people === 0) {
        return <Empty title="Nobody holds a copy">Nobody published it or was handed it while signed in.</Empty>;
    }
    const text = `${exactCount(of.acknowledged)} of ${exactCount(of.people)} said that their copies are gone`;
    return (
        <div className="answers">
            <p>{text}</p>
            <Progress value={(100 * of.acknowledged) / of.people} color="bale" aria-label={text} size="lg" />
        </div>
    );
}

function HoldersTable({ of }: { of: Holder[] }) {
    return (
        <FitTable
            caption="Holders"
            rows={of}
            keyOf={(holder) => holder.account}
            columns={[
                {
                    name: 'Who',
                    header: true,
                    of: (holder) => (
                        <>
                            <Name value={holder.account} />
                            {holder.kind === 'service' && <span className="dim"> service account</span>}
                        </>
                    ),
                },
                { name: 'How', of: (holder) => [holder.published && 'published it', holder.handed && 'was handed it'].filter(Boolean).join(', ') },
                {
                    name: 'Copies gone',
                    of: (holder) =>
                        holder.acknowledged_at ? (
                            <>
                                <span className="good">yes</span>, <Time value={holder.acknowledged_at} long />
                            </>
                        ) : (
                            <span className="bad">not answered</span>
                        ),
                },
                { name: 'Note', of: (holder) => (holder.note ? <Name value={holder.note} /> : <None>–</None>) },
            ]}
        />
    );
}

/** A text for those who did not answer yet, and who these are: all of them, also those that are not on the page. */
function Reminder({ of }: { of: Withdrawal }) {
    const write = useMutation({
        mutationFn: async () => {
            const open: string[] = [];
            let after: string | undefined;
            do {
                const page = await ask(
                    api.GET('/v1/withdrawals/{withdrawal}/recalls', {
                        params: { path: { withdrawal: of.withdrawal }, query: { after, limit: AT_ONCE } },
                    }),
                );
                open.push(...page.recalls.filter((holder) => !holder.acknowledged_at).map((holder) => holder.account));
                after = page.next;
            } while (after !== undefined);
            return open;
        },
    });
    return (
        <>
            <Button variant="default" size="xs" loading={write.isPending} onClick={() => write.mutate()}>
                Write a reminder…
            </Button>
            <Dialog title="A text for those who did not answer" opened={write.isSuccess || write.isError} onClose={write.reset}>
                {write.error ? <Failed error={write.error} form /> : null}
                {write.data && write.data.length === 0 ? <Empty title="Everybody answered">All copies are said to be gone.</Empty> : null}
                {write.data && write.data.length > 0 ? (
                    <>
                        <CopyLine line={write.data.map(visibleName).join(', ')} label={`To ${exactCount(write.data.length)} who did not answer`} />
                        <Textarea
                            label="Text"
                            rows={11}
                            defaultValue={visibleLines(reminderText(of, new URL('/recalls', window.location.href).href))}
                        />
                    </>
                ) : null}
            </Dialog>
        </>
    );
}

/** As {@link visibleName}, with the line breaks that are ours. */
function visibleLines(text: string): string {
    return text.split('\n').map(visibleName).join('\n');
}
