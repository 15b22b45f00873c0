import { Alert, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client';
import { sessionWasLost, signInAddress } from '../api/session';

/** What went wrong, and what to do next; `form` where somebody would lose what he typed by leaving the page. */
export function Failed({ error, retry, form = false }: { error: unknown; retry?: () => void; form?: boolean }) {
    if (error instanceof ApiProblem && error.status === 401) {
        return form ? <SignInAgain /> : <SignInFirst />;
    }
    const problem = error instanceof ApiProblem ? error.problem : null;
    const title = problem?.title ?? (error instanceof TypeError ? 'The registry cannot be reached' : 'That did not work');
    return (
        <Alert color="red" variant="light" title={title} role="alert" className="failed">
            <Text size="sm">{problem?.detail ?? messageOf(error)}</Text>
            {problem?.request_id && (
                <Text size="xs" c="dimmed" mt={4}>
                    Request {problem.request_id}
                </Text>
            )}
            {retry && (
                <Button size="xs" variant="default" mt="sm" onClick={retry}>
                    Try again
                </Button>
            )}
        </Alert>
    );
}

function messageOf(error: unknown): string {
    if (error instanceof TypeError) {
        return 'Look whether you are online, then try again.';
    }
    return error instanceof Error ? error.message : 'Try again.';
}

/** For whoever is not signed in. */
export function SignInFirst() {
    const lost = sessionWasLost();
    return (
        <Empty title={lost ? 'Your session has ended' : 'Sign in to see this'}>
            {lost && (
                <Text size="sm" mb="sm">
                    It was ended, it expired, or an administrator has disabled your account: signing in says which.
                </Text>
            )}
            <Button component="a" href={signInAddress()}>
                Sign in
            </Button>
        </Empty>
    );
}

/** For whoever is in the middle of a form: he signs in in a window of its own, and the form waits. */
function SignInAgain() {
    return (
        <Alert color="yellow" variant="light" title="Your session has ended" role="alert" className="failed">
            <Text size="sm">Sign in again, in a window of its own, and send this once more. What you typed stays here.</Text>
            <Button
                size="xs"
                mt="sm"
                onClick={() => window.open(signInAddress('/signed-in-again'), '_blank', 'popup,width=560,height=720')}
            >
                Sign in again
            </Button>
        </Alert>
    );
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
    return (
        <div className="empty">
            <Title order={2} size="h4">
                {title}
            </Title>
            {children && <div className="empty-advice">{children}</div>}
        </div>
    );
}

/** While the first answer is awaited. */
export function Waiting({ lines = 3 }: { lines?: number }) {
    return (
        <Stack gap="sm" aria-busy="true" aria-label="Loading" role="status">
            {Array.from({ length: lines }, (_, line) => (
                <Skeleton key={line} height={20} radius="sm" />
            ))}
        </Stack>
    );
}

/** The button for the next page of a list; nothing on the last. */
export function More({ list }: { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
    return list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
        </Button>
    ) : null;
}
