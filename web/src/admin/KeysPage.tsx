import { Badge, Button, Code } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, Waiting } from '../parts/States';
import { None, Time } from '../parts/Values';

type Key = Schemas['Key'];

const STATES: Record<Key['state'], string> = {
    coming: 'published, signs soon',
    signing: 'signs now',
    verifying: 'still verifies',
    retired: 'retired',
    revoked: 'revoked',
};

/** What access tokens are signed with. */
export function KeysPage() {
    const queries = useQueryClient();
    const [turning, setTurning] = useState(false);
    const [revoking, setRevoking] = useState<Key | null>(null);
    const keys = useQuery({ queryKey: ['keys'], queryFn: () => ask(api.GET('/v1/keys')) });
    const refresh = () => queries.invalidateQueries({ queryKey: ['keys'] });
    const rotate = useMutation({
        mutationFn: () => ask(api.POST('/v1/keys')),
        onSuccess: () => {
            setTurning(false);
            return refresh();
        },
    });
    const revoke = useMutation({
        mutationFn: (key: string) => ask(api.DELETE('/v1/keys/{key}', { params: { path: { key } } })),
        onSuccess: () => {
            setRevoking(null);
            return refresh();
        },
    });
    const mounted = keys.error instanceof ApiProblem && keys.error.status === 409;
    return (
        <Page
            title="Signing keys"
            lead="The registry signs its short-lived access tokens with these. Personal tokens and those of service accounts need none."
            aside={
                keys.data && (
                    <Button variant="default" onClick={() => setTurning(true)}>
                        Make the next key…
                    </Button>
                )
            }
        >
            {keys.isPending ? <Waiting /> : null}
            {mounted ? <Empty title="The key is a file of this installation">{keys.error?.message}</Empty> : null}
            {keys.error && !mounted ? <Failed error={keys.error} retry={() => void keys.refetch()} /> : null}
            {keys.data && (
                <DataTable
                    caption="Signing keys"
                    rows={keys.data.keys}
                    keyOf={(key) => key.id}
                    columns={[
                        { name: 'Key', header: true, of: (key) => <Code>{key.id}</Code> },
                        {
                            name: 'State',
                            of: (key) => (
                                <Badge
                                    variant={key.state === 'signing' ? 'filled' : 'light'}
                                    color={key.state === 'revoked' ? 'red' : 'bale'}
                                    tt="none"
                                >
                                    {STATES[key.state]}
                                </Badge>
                            ),
                        },
                        { name: 'Made', of: (key) => <Time value={key.created_at} /> },
                        { name: 'Signs from', of: (key) => <Time value={key.signs_from} long /> },
                        {
                            name: 'Verifies until',
                            of: (key) =>
                                key.revoked_at !== undefined ? (
                                    <span className="bad">
                                        revoked <Time value={key.revoked_at} />
                                    </span>
                                ) : key.verifies_until === undefined ? (
                                    <None>the next one signs</None>
                                ) : (
                                    <Time value={key.verifies_until} long />
                                ),
                        },
                        {
                            name: 'Revoke it',
                            of: (key) =>
                                key.state === 'revoked' || key.state === 'retired' ? null : (
                                    <Button
                                        size="compact-sm"
                                        variant="default"
                                        aria-label={`Revoke ${key.id}`}
                                        onClick={() => setRevoking(key)}
                                    >
                                        Revoke…
                                    </Button>
                                ),
                        },
                    ]}
                />
            )}
            <Confirm
                title="Make the next key"
                opened={turning}
                doing={rotate}
                label="Make the next key"
                harmful={false}
                onConfirm={() => rotate.mutate()}
                onClose={() => setTurning(false)}
            >
                <p>
                    It is published at once and signs a minute later. The one before verifies until its last token is dead. Nobody notices.
                </p>
            </Confirm>
            <Confirm
                title="Revoke a key"
                opened={revoking !== null}
                doing={revoke}
                label="Revoke the key"
                onConfirm={() => revoking && revoke.mutate(revoking.id)}
                onClose={() => setRevoking(null)}
            >
                <p>
                    For a key that may have leaked. Every access token that <Code>{revoking?.id}</Code> signed is refused at its next request, on
                    every replica, for good.
                </p>
                <p>
                    Browsers and programs that are signed in get a new token by themselves. A workload whose token was exchanged must exchange it
                    again. To change a key that nobody has stolen, make the next one instead.
                </p>
            </Confirm>
        </Page>
    );
}
