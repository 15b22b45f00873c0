import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { SessionTable } from './SessionTable';

/** Where the viewer is signed in. */
export function SessionsPage() {
    const queries = useQueryClient();
    const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => ask(api.GET('/v1/sessions')) });
    const end = useMutation({
        mutationFn: (session: string) => ask(api.DELETE('/v1/sessions/{session}', { params: { path: { session } } })),
        onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
    });
    return (
        <Page
            title="Sessions"
            lead={
                <>
                    Where you are signed in. Ending a session signs that browser or program out at once. This one ends by{' '}
                    <a href="/sign-in">signing out</a>, at your identity provider, too.
                </>
            }
        >
            {sessions.isPending ? <Waiting /> : null}
            {sessions.error ? <Failed error={sessions.error} retry={() => void sessions.refetch()} /> : null}
            {end.error ? <Failed error={end.error} /> : null}
            {sessions.data && (
                <SessionTable
                    sessions={sessions.data.sessions}
                    end={(session) => end.mutate(session)}
                    ending={end.isPending ? end.variables : undefined}
                />
            )}
        </Page>
    );
}
