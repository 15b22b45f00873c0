import { Alert, Button, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { counted } from '../parts/format';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Name } from '../parts/Values';
import { useDraft } from '../parts/useDraft';
import { NewName } from './NewName';
import { NameField } from './PrincipalFields';

/** What owners may change of a namespace itself: its name, and who owns it. */
export function NamespaceSettings({ of }: { of: string }) {
    const namespace = useQuery({
        queryKey: ['namespace', of],
        queryFn: () => ask(api.GET('/v1/namespaces/{namespace}', { params: { path: { namespace: of } } })),
    });
    return (
        <>
            {namespace.data?.kind === 'team' && <Rename of={of} />}
            {namespace.data?.kind === 'person' && (
                <Text size="sm" mb="md">
                    The namespace of an account has the name of the account, for good.
                </Text>
            )}
            <Transfer of={of} />
        </>
    );
}

function Rename({ of }: { of: string }) {
    const [draft, change, forget] = useDraft(`rename ${of}`, { name: '' });
    const [asking, setAsking] = useState(false);
    const queries = useQueryClient();
    const navigate = useNavigate();
    const rename = useMutation({
        mutationFn: () =>
            ask(
                api.POST('/v1/namespaces/{namespace}/rename', {
                    params: { path: { namespace: of } },
                    body: { name: draft.name.trim() },
                }),
            ),
        onSuccess: async (done) => {
            forget();
            setAsking(false);
            await queries.invalidateQueries();
            await navigate({
                to: '/namespaces/$namespace/access',
                params: { namespace: done.name },
                search: { view: 'settings' },
            });
        },
    });
    return (
        <section className="card settings-card" aria-label="Rename">
            <Title order={2} size="h4">
                Rename this team and its namespace
            </Title>
            <Text size="sm">
                Whatever says {of}/… goes on working, and nobody else can take the name: no account, no team. Tokens that are narrowed to
                packages go by the new name.
            </Text>
            <NewName
                label="New name"
                value={draft.name}
                button="Rename…"
                onChange={(name) => change({ name })}
                onSubmit={() => setAsking(true)}
            />
            <Confirm
                title="Rename the team"
                opened={asking}
                doing={rename}
                label="Rename the team"
                onConfirm={() => rename.mutate()}
                onClose={() => setAsking(false)}
            >
                <p>
                    <Name value={of} /> and all its packages become{' '}
                    <b>
                        <Name value={`${draft.name.trim()}/…`} />
                    </b>
                    . The old names lead there from now on.
                </p>
            </Confirm>
        </section>
    );
}

function Transfer({ of }: { of: string }) {
    const [draft, change, forget] = useDraft(`transfer ${of}`, { to: '' });
    const [asking, setAsking] = useState(false);
    const [done, setDone] = useState<Schemas['NamespaceTransferred'] | null>(null);
    const queries = useQueryClient();
    const transfer = useMutation({
        mutationFn: () =>
            ask(
                api.POST('/v1/namespaces/{namespace}/transfer', {
                    params: { path: { namespace: of } },
                    body: { to: draft.to.trim() },
                }),
            ),
        onSuccess: (answer) => {
            forget();
            setAsking(false);
            setDone(answer);
            // Not what this page stands on: whoever gave the namespace away would not see until when URLs live.
            return queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'rights' });
        },
    });
    return (
        <section className="card settings-card" aria-label="Transfer">
            <Title order={2} size="h4">
                Give it to another owner
            </Title>
            <Text size="sm">
                An account or a team becomes the one owner. Whoever owned it before does so no longer; readers and writers stay.
            </Text>
            {done ? (
                <Alert variant="light" mt="md" role="status" title="Transferred">
                    <Name value={done.owner} /> owns {done.name} now; {counted(done.owners_before, 'owner')} of before does not.{' '}
                    <UrlsExpire at={done.urls_expire_at} />
                </Alert>
            ) : null}
            <form
                className="question"
                onSubmit={(event) => {
                    event.preventDefault();
                    setAsking(true);
                }}
            >
                <NameField kind="account" label="New owner" value={draft.to} onChange={(to) => change({ to })} />
                <Button type="submit" variant="default" disabled={draft.to.trim() === ''}>
                    Transfer…
                </Button>
            </form>
            <Confirm
                title="Transfer the namespace"
                opened={asking}
                doing={transfer}
                label="Transfer the namespace"
                onConfirm={() => transfer.mutate()}
                onClose={() => setAsking(false)}
            >
                <p>
                    <b>
                        <Name value={draft.to.trim()} />
                    </b>{' '}
                    becomes the one owner of <Name value={of} />, with every package in it. You may lose what you may do here, and only the
                    new owner can give it back.
                </p>
            </Confirm>
        </section>
    );
}
