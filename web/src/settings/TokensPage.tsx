import { Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { TokenForm } from './TokenForm';
import { TokenMade } from './TokenMade';
import { TokenTable } from './TokenTable';

const PAGE = 100;

/** The viewer's personal access tokens. */
export function TokensPage() {
    const queries = useQueryClient();
    const [made, setMade] = useState<Schemas['MadeToken'] | null>(null);
    const tokens = usePages(['tokens'], async (after) => {
        const page = await ask(api.GET('/v1/tokens', { params: { query: { after, limit: PAGE } } }));
        return { items: page.tokens, next: page.next };
    });
    const refresh = () => void queries.invalidateQueries({ queryKey: ['tokens'] });
    return (
        <Page title="Tokens" lead="For programs that cannot open a browser. A token does what you may do, within its scopes and packages.">
            {tokens.isPending ? <Waiting /> : null}
            {tokens.error ? <Failed error={tokens.error} retry={() => void tokens.refetch()} /> : null}
            {made && <TokenMade made={made} />}
            {tokens.isSuccess && (
                <TokenTable
                    tokens={tokens.items}
                    whole="all of yours"
                    revoke={(token) => ask(api.DELETE('/v1/tokens/{token}', { params: { path: { token } } }))}
                    onRevoked={() => {
                        setMade(null);
                        refresh();
                    }}
                />
            )}
            {tokens.isSuccess && tokens.items.length === 0 && <Empty title="You have no tokens">Make one below.</Empty>}
            <More list={tokens} />
            {tokens.isSuccess && (
                <>
                    <Title order={2} size="h3" className="section">
                        Make a token
                    </Title>
                    <TokenForm
                        form="token"
                        whose="you"
                        make={(body) => ask(api.POST('/v1/tokens', { body }))}
                        onMade={(token) => {
                            setMade(token);
                            window.scrollTo({ top: 0 });
                            refresh();
                        }}
                    />
                </>
            )}
        </Page>
    );
}
