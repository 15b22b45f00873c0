import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { Name, None, Time } from '../parts/Values';

const KINDS = { local: 'by name and secret', browser: 'browser', device: 'program', exchange: 'workload' };

/** Where the viewer is signed in. */
export function SessionsPage() {
    const queries = useQueryClient();
    const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => ask(api.GET('/v1/sessions')) });
    const end = useMutation({
        mutationFn: (session: string) => ask(api.DELETE('/v1/sessions/{session}', { params: { path: { session } } })),
        onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
    });
    return (
        <Page title="Sessions" lead="Where you are signed in. Ending a session signs that browser or program out at once.">
            {sessions.isPending ? <Waiting /> : null}
            {sessions.error ? <Failed error={sessions.error} retry={() => void sessions.refetch()} /> : null}
            {end.error ? <Failed error={end.error} /> : null}
            {sessions.data && (
                <DataTable
                    caption="Sessions"
                    rows={sessions.data.sessions}
                    keyOf={(session) => session.id}
                    columns={[
                        { name: 'What', header: true, of: (session) => <Name value={session.client} /> },
                        { name: 'Kind', of: (session) => KINDS[session.kind] },
                        { name: 'From', of: (session) => session.address ?? <None>unknown</None> },
                        { name: 'Signed in', of: (session) => <Time value={session.created_at} /> },
                        { name: 'Last used', of: (session) => <Time value={session.last_used_at} /> },
                        { name: 'Until', of: (session) => <Time value={session.expires_at} long /> },
                        {
                            name: 'End it',
                            of: (session) =>
                                session.current ? (
                                    <Badge variant="light" tt="none">
                                        this one
                                    </Badge>
                                ) : (
                                    <Button
                                        size="compact-sm"
                                        variant="default"
                                        loading={end.isPending && end.variables === session.id}
                                        onClick={() => end.mutate(session.id)}
                                    >
                                        End
                                    </Button>
                                ),
                        },
                    ]}
                />
            )}
        </Page>
    );
}
