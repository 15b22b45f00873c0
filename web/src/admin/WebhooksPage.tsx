import { Alert, Badge, Button, Checkbox, Group, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { Confirm } from '../parts/Confirm';
import { CopyLine } from '../parts/CopyLine';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Count, Name, None, Time } from '../parts/Values';
import { useDraft } from '../parts/useDraft';

type Webhook = Schemas['Webhook'];

const PAGE = 50;
/** Of as many or more the registry says no more than that. */
const MOST_WAITING = 10_000;

/** Where events are sent. */
export function WebhooksPage() {
    const queries = useQueryClient();
    const [made, setMade] = useState<Schemas['MadeWebhook'] | null>(null);
    const webhooks = usePages(
        ['webhooks'],
        async (after) => {
            const page = await ask(api.GET('/v1/audit/webhooks', { params: { query: { after, limit: PAGE } } }));
            return { items: page.webhooks, next: page.next };
        },
        // Each look is an event.
        { refetchOnWindowFocus: false },
    );
    const refresh = () => queries.invalidateQueries({ queryKey: ['webhooks'] });
    return (
        <Page
            title="Webhooks"
            lead="Receivers that every event of the audit trail is sent to, signed, at least once and in order."
            aside={
                webhooks.items.length > 0 && (
                    <Button variant="default" loading={webhooks.isRefetching} onClick={() => void webhooks.refetch()}>
                        Look again
                    </Button>
                )
            }
        >
            {made && (
                <Alert color="yellow" variant="light" mb="md" role="status" title="The secret is shown this once">
                    <Text size="sm" mb="xs">
                        The receiver checks the signature (HMAC-SHA256) of every message with it. Nobody can read it here again.
                    </Text>
                    <CopyLine line={made.secret} label="The secret" />
                </Alert>
            )}
            {webhooks.isPending ? <Waiting lines={4} /> : null}
            {webhooks.error ? <Failed error={webhooks.error} retry={() => void webhooks.refetch()} /> : null}
            {webhooks.isSuccess && webhooks.items.length === 0 ? (
                <Empty title="Events are sent nowhere">Make a webhook below, for a SIEM or another receiver.</Empty>
            ) : null}
            {webhooks.items.map((webhook) => (
                <OneWebhook key={webhook.id} webhook={webhook} onChanged={refresh} />
            ))}
            <More list={webhooks} />
            {webhooks.isSuccess && (
                <>
                    <Title order={2} size="h3" className="section">
                        Make a webhook
                    </Title>
                    <MakeWebhook
                        onMade={(answer) => {
                            setMade(answer);
                            window.scrollTo({ top: 0 });
                            void refresh();
                        }}
                    />
                </>
            )}
        </Page>
    );
}

function OneWebhook({ webhook, onChanged }: { webhook: Webhook; onChanged: () => Promise<unknown> }) {
    const [removing, setRemoving] = useState(false);
    const path = { webhook: webhook.id };
    const pause = useMutation({
        mutationFn: (paused: boolean) => ask(api.PATCH('/v1/audit/webhooks/{webhook}', { params: { path }, body: { paused } })),
        onSuccess: onChanged,
    });
    const test = useMutation({
        mutationFn: () => ask(api.POST('/v1/audit/webhooks/{webhook}/test', { params: { path } })),
    });
    const remove = useMutation({
        mutationFn: () => ask(api.DELETE('/v1/audit/webhooks/{webhook}', { params: { path } })),
        onSuccess: () => {
            setRemoving(false);
            return onChanged();
        },
    });
    const failing = webhook.failure !== undefined;
    return (
        <section aria-label={webhook.url} className="card settings-card">
            <div className="page-head">
                <Title order={2} size="h5">
                    <Name value={webhook.url} />{' '}
                    <Badge variant="light" color={webhook.paused ? 'gray' : failing ? 'red' : 'bale'} tt="none">
                        {webhook.paused ? 'paused' : failing ? 'failing' : 'sending'}
                    </Badge>
                </Title>
                <Group gap="xs">
                    <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
                        Send a test
                    </Button>
                    <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate(!webhook.paused)}>
                        {webhook.paused ? 'Go on' : 'Pause'}
                    </Button>
                    <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
                        Remove…
                    </Button>
                </Group>
            </div>
            {pause.error ? <Failed error={pause.error} /> : null}
            {test.error ? <Failed error={test.error} /> : null}
            {test.data ? (
                <Alert variant="light" color={test.data.taken ? 'bale' : 'red'} mb="sm" role="status" title={test.data.taken ? 'The receiver took the test' : 'The receiver did not take the test'}>
                    {test.data.failure === undefined ? null : <Name value={test.data.failure} />}
                </Alert>
            ) : null}
            <dl className="facts">
                <dt>Sent</dt>
                <dd>
                    <Count value={webhook.delivered} /> {webhook.delivered === 1 ? 'event' : 'events'}
                    {webhook.delivered_at !== undefined && (
                        <>
                            , the last <Time value={webhook.delivered_at} />
                        </>
                    )}
                </dd>
                <dt>Waiting</dt>
                <dd>
                    <Count value={webhook.waiting} more={webhook.waiting >= MOST_WAITING} />
                    {webhook.waiting_since !== undefined && (
                        <>
                            , the first of <Time value={webhook.waiting_since} />
                        </>
                    )}
                </dd>
                <dt>Last failure</dt>
                <dd>
                    {webhook.failure === undefined ? (
                        <None />
                    ) : (
                        <span className="bad">
                            <Name value={webhook.failure} />
                            {webhook.failed_at !== undefined && (
                                <>
                                    {' '}
                                    (<Time value={webhook.failed_at} />, {webhook.failures} in a row)
                                </>
                            )}
                        </span>
                    )}
                </dd>
                {webhook.retry_at !== undefined && !webhook.paused && (
                    <>
                        <dt>Tries again</dt>
                        <dd>
                            <Time value={webhook.retry_at} long />
                        </dd>
                    </>
                )}
                <dt>Personal fields</dt>
                <dd>{webhook.personal ? 'sent along' : 'left out'}</dd>
                <dt>Made</dt>
                <dd>
                    <Time value={webhook.made_at} />
                </dd>
            </dl>
            <Confirm
                title="Remove a webhook"
                opened={removing}
                doing={remove}
                label="Remove the webhook"
                onConfirm={() => remove.mutate()}
                onClose={() => setRemoving(false)}
            >
                <p>
                    Nothing is sent to <Name value={webhook.url} /> any more. Events that it did not take yet stay in the audit trail and are not
                    sent later; a new webhook begins with what happens from then on.
                </p>
            </Confirm>
        </section>
    );
}

function MakeWebhook({ onMade }: { onMade: (made: Schemas['MadeWebhook']) => void }) {
    const [draft, change, forget] = useDraft('webhook', { url: '', personal: true });
    const make = useMutation({
        mutationFn: () => ask(api.POST('/v1/audit/webhooks', { body: { url: draft.url.trim(), personal: draft.personal } })),
        onSuccess: (made) => {
            forget();
            onMade(made);
        },
    });
    return (
        <form
            className="form card"
            aria-label="Make a webhook"
            onSubmit={(event) => {
                event.preventDefault();
                make.mutate();
            }}
        >
            {make.error ? <Failed error={make.error} form /> : null}
            <TextInput
                label="Address"
                description="https, at a public address unless the registry's configuration names its host"
                value={draft.url}
                onChange={(event) => change({ url: event.currentTarget.value })}
                maxLength={2000}
                spellCheck={false}
                autoComplete="off"
                required
            />
            <Checkbox
                label="Send names, addresses and programs along"
                description="What was sent cannot be erased here"
                checked={draft.personal}
                onChange={(event) => change({ personal: event.currentTarget.checked })}
            />
            <Button type="submit" loading={make.isPending} disabled={draft.url.trim() === ''}>
                Make webhook
            </Button>
        </form>
    );
}
