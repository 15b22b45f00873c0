import { Alert, Button, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { DataTable } from '../parts/DataTable';
import { Failed, Waiting } from '../parts/States';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Count, Name, Time } from '../parts/Values';
import { useDraft } from '../parts/useDraft';

type Allowance = Schemas['Allowances']['allowances'][number];

/** From which folders of external stores a namespace may publish data that lies there already. */
export function InPlace({ namespace }: { namespace: string }) {
    const queries = useQueryClient();
    const key = ['in-place', namespace];
    const allowances = useQuery({
        queryKey: key,
        queryFn: () => ask(api.GET('/v1/namespaces/{namespace}/in-place', { params: { path: { namespace } } })),
    });
    const [withdrawing, setWithdrawing] = useState<Allowance | null>(null);
    const refresh = () => queries.invalidateQueries({ queryKey: key });
    const withdraw = useMutation({
        mutationFn: ({ store, prefix }: Allowance) =>
            ask(
                api.DELETE('/v1/namespaces/{namespace}/in-place/{store}', {
                    params: { path: { namespace, store }, query: { prefix } },
                }),
            ),
        onSuccess: () => {
            setWithdrawing(null);
            return refresh();
        },
    });
    const list = allowances.data?.allowances ?? [];
    return (
        <section aria-label="Publishing in place">
            <Title order={2} size="h3" className="section">
                Publishing in place
            </Title>
            <Text size="sm" mb="md">
                Data that lies in an external store already is published without a copy, from these folders alone.
            </Text>
            {withdraw.data ? (
                <Alert variant="light" mb="md" role="status" title="Withdrawn">
                    <UrlsExpire at={withdraw.data.urls_die_at} />
                </Alert>
            ) : null}
            {allowances.isPending ? <Waiting lines={2} /> : null}
            {allowances.error ? <Failed error={allowances.error} retry={() => void allowances.refetch()} /> : null}
            {list.length > 0 && (
                <DataTable
                    caption="Allowances"
                    rows={list}
                    keyOf={({ store, prefix }) => `${store} ${prefix}`}
                    columns={[
                        { name: 'Store', header: true, of: ({ store }) => <Name value={store} /> },
                        { name: 'Folder', of: ({ prefix }) => <Name value={prefix} /> },
                        { name: 'Fragments', right: true, of: ({ live }) => <Count value={live} /> },
                        {
                            name: 'Missing',
                            right: true,
                            of: ({ missing }) => (
                                <span className={missing > 0 ? 'bad' : undefined}>
                                    <Count value={missing} />
                                </span>
                            ),
                        },
                        { name: 'By', of: ({ allowed_by }) => <Name value={allowed_by} /> },
                        { name: 'Since', of: ({ at }) => <Time value={at} /> },
                        {
                            name: 'Withdraw it',
                            of: (allowance) => (
                                <Button
                                    size="compact-sm"
                                    variant="default"
                                    aria-label={`Withdraw ${allowance.prefix} in ${allowance.store}`}
                                    onClick={() => setWithdrawing(allowance)}
                                >
                                    Withdraw…
                                </Button>
                            ),
                        },
                    ]}
                />
            )}
            <Allow namespace={namespace} onAllowed={refresh} />
            <Confirm
                title="Withdraw a folder"
                opened={withdrawing !== null}
                doing={withdraw}
                label="Withdraw the folder"
                onConfirm={() => withdrawing && withdraw.mutate(withdrawing)}
                onClose={() => setWithdrawing(null)}
            >
                <p>
                    Nothing in <Name value={withdrawing?.prefix ?? ''} /> of <Name value={withdrawing?.store ?? ''} /> is published or handed out
                    for <Name value={namespace} /> any more, unless another folder covers it. What was published from there is reported as
                    missing until it is allowed again.
                </p>
            </Confirm>
        </section>
    );
}

function Allow({ namespace, onAllowed }: { namespace: string; onAllowed: () => Promise<unknown> }) {
    const [draft, change, forget] = useDraft(`in place of ${namespace}`, { store: '', prefix: '' });
    const allow = useMutation({
        mutationFn: () =>
            ask(
                api.PUT('/v1/namespaces/{namespace}/in-place/{store}', {
                    params: { path: { namespace, store: draft.store.trim() }, query: { prefix: draft.prefix } },
                }),
            ),
        onSuccess: () => {
            forget();
            return onAllowed();
        },
    });
    return (
        <form
            className="card"
            aria-label="Allow a folder"
            onSubmit={(event) => {
                event.preventDefault();
                allow.mutate();
            }}
        >
            {allow.error ? <Failed error={allow.error} form /> : null}
            <div className="fields">
                <TextInput
                    label="External store"
                    description="Its name in the configuration"
                    value={draft.store}
                    onChange={(event) => change({ store: event.currentTarget.value })}
                    spellCheck={false}
                    required
                />
                <TextInput
                    label="Folder"
                    description="What keys begin with; ends with a slash"
                    value={draft.prefix}
                    onChange={(event) => change({ prefix: event.currentTarget.value })}
                    maxLength={1024}
                    spellCheck={false}
                    required
                />
                <Button type="submit" variant="default" loading={allow.isPending}>
                    Allow folder
                </Button>
            </div>
            <Text size="xs" mt="xs" c="dimmed">
                Whoever may publish in {namespace} may then publish, and so read, every object in the folder.
            </Text>
        </form>
    );
}
