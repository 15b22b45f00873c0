import { Alert, Button, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { CopyLine } from '../parts/CopyLine';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, None, Time } from '../parts/Values';
import { MakeToken } from './MakeToken';

const PAGE = 100;

/** The viewer's personal access tokens. */
export function TokensPage() {
    const queries = useQueryClient();
    const [made, setMade] = useState<Schemas['MadeToken'] | null>(null);
    const tokens = usePages(['tokens'], async (after) => {
        const page = await ask(api.GET('/v1/tokens', { params: { query: { after, limit: PAGE } } }));
        return { items: page.tokens, next: page.next };
    });
    const refresh = () => queries.invalidateQueries({ queryKey: ['tokens'] });
    const revoke = useMutation({
        mutationFn: (token: string) => ask(api.DELETE('/v1/tokens/{token}', { params: { path: { token } } })),
        onSettled: refresh,
    });
    return (
        <Page title="Tokens" lead="For programs that cannot open a browser. A token does what you may do, within its scopes and packages.">
            {tokens.isPending ? <Waiting /> : null}
            {tokens.error ? <Failed error={tokens.error} retry={() => void tokens.refetch()} /> : null}
            {made && (
                <Alert color="yellow" variant="light" title={`The token ${made.name} is shown this once`} mb="md" role="status">
                    <Text size="sm" mb="xs">
                        Keep it where secrets are kept; nobody can read it here again.
                    </Text>
                    <CopyLine line={made.token} label="The token" />
                </Alert>
            )}
            {revoke.error ? <Failed error={revoke.error} /> : null}
            {revoke.data ? (
                <Alert variant="light" mb="md" title="Revoked" role="status">
                    URLs handed out before may live until <Time value={revoke.data.urls_expire_at} long />.
                </Alert>
            ) : null}
            {tokens.isSuccess && tokens.items.length === 0 && <Empty title="You have no tokens">Make one below.</Empty>}
            {tokens.items.length > 0 && (
                <DataTable
                    caption="Tokens"
                    rows={tokens.items}
                    keyOf={(token) => token.id}
                    columns={[
                        { name: 'Name', header: true, of: (token) => <Name value={token.name} /> },
                        { name: 'May', of: (token) => token.scopes.join(', ') },
                        {
                            name: 'Packages',
                            of: (token) => (token.patterns.length === 0 ? <None>all of yours</None> : <Name value={token.patterns.join(', ')} />),
                        },
                        { name: 'Made', of: (token) => <Time value={token.created_at} /> },
                        { name: 'Last used', of: (token) => (token.last_used_at ? <Time value={token.last_used_at} /> : <None>never</None>) },
                        { name: 'Until', of: (token) => <Time value={token.expires_at} long /> },
                        {
                            name: 'Revoke it',
                            of: (token) => (
                                <Button
                                    size="compact-sm"
                                    variant="default"
                                    loading={revoke.isPending && revoke.variables === token.id}
                                    onClick={() => revoke.mutate(token.id)}
                                >
                                    Revoke
                                </Button>
                            ),
                        },
                    ]}
                />
            )}
            <More list={tokens} />
            {tokens.isSuccess && (
                <>
                    <Title order={2} size="h3" className="section">
                        Make a token
                    </Title>
                    <MakeToken
                        onMade={(token) => {
                            setMade(token);
                            window.scrollTo({ top: 0 });
                            void refresh();
                        }}
                    />
                </>
            )}
        </Page>
    );
}
