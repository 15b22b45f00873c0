import { Alert, Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { counted } from '../parts/format';
import { Empty, Failed, Waiting } from '../parts/States';
import { Name } from '../parts/Values';
import { SessionTable } from '../settings/SessionTable';

/** Where somebody is signed in, and the end of all of it. */
export function SessionsOf({ account }: { account: string }) {
    const queries = useQueryClient();
    const [asking, setAsking] = useState(false);
    const path = { account };
    const sessions = useQuery({
        queryKey: ['sessions-of', account],
        queryFn: () => ask(api.GET('/v1/accounts/{account}/sessions', { params: { path } })),
    });
    const end = useMutation({
        mutationFn: () => ask(api.DELETE('/v1/accounts/{account}/sessions', { params: { path } })),
        onSuccess: async () => {
            setAsking(false);
            await queries.invalidateQueries({ queryKey: ['sessions-of', account] });
        },
    });
    const live = sessions.data?.sessions ?? [];
    return (
        <>
            <div className="page-head section">
                <Title order={2} size="h3">
                    Sessions
                </Title>
                {live.length > 0 && (
                    <Button variant="default" size="xs" onClick={() => setAsking(true)}>
                        End all sessions…
                    </Button>
                )}
            </div>
            {end.data ? (
                <Alert variant="light" mb="md" role="status" title={`Ended ${counted(end.data.sessions, 'session')}`}>
                    Tokens that it made go on working until they are revoked.
                </Alert>
            ) : null}
            {sessions.isPending ? <Waiting /> : null}
            {sessions.error ? <Failed error={sessions.error} retry={() => void sessions.refetch()} /> : null}
            {sessions.isSuccess && live.length === 0 ? <Empty title="Signed in nowhere" /> : null}
            {live.length > 0 && <SessionTable sessions={live} />}
            <Confirm
                title="End all sessions"
                opened={asking}
                doing={end}
                label="End all sessions"
                onConfirm={() => end.mutate()}
                onClose={() => setAsking(false)}
            >
                <p>
                    <b>
                        <Name value={account} />
                    </b>{' '}
                    is signed out of every browser and program at once, and may sign in again. Its tokens stay.
                </p>
            </Confirm>
        </>
    );
}
