import { Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { TokenForm } from '../settings/TokenForm';
import { TokenMade } from '../settings/TokenMade';
import { TokenTable } from '../settings/TokenTable';

const PAGE = 100;

/** The tokens of a service account. */
export function TokensOf({ account }: { account: string }) {
    const queries = useQueryClient();
    const [made, setMade] = useState<Schemas['MadeToken'] | null>(null);
    const tokens = usePages(['tokens-of', account], async (after) => {
        const page = await ask(
            api.GET('/v1/service-accounts/{account}/tokens', {
                params: { path: { account }, query: { after, limit: PAGE } },
            }),
        );
        return { items: page.tokens, next: page.next };
    });
    const refresh = () => void queries.invalidateQueries({ queryKey: ['tokens-of', account] });
    return (
        <>
            <Title order={2} size="h3" className="section">
                Tokens
            </Title>
            {tokens.isPending ? <Waiting /> : null}
            {tokens.error ? <Failed error={tokens.error} retry={() => void tokens.refetch()} /> : null}
            {made && <TokenMade made={made} />}
            {tokens.isSuccess && (
                <TokenTable
                    tokens={tokens.items}
                    whole="all that it may use"
                    revoke={(token) =>
                        ask(
                            api.DELETE('/v1/service-accounts/{account}/tokens/{token}', {
                                params: { path: { account, token } },
                            }),
                        )
                    }
                    onRevoked={() => {
                        setMade(null);
                        refresh();
                    }}
                />
            )}
            {tokens.isSuccess && tokens.items.length === 0 && (
                <Empty title="It has no tokens">Make one below. A program with a token needs nobody who signs in.</Empty>
            )}
            <More list={tokens} />
            {tokens.isSuccess && (
                <>
                    <Title order={2} size="h3" className="section">
                        Make a token
                    </Title>
                    <TokenForm
                        form={`token of ${account}`}
                        whose="the service account"
                        make={(body) => ask(api.POST('/v1/service-accounts/{account}/tokens', { params: { path: { account } }, body }))}
                        onMade={(token) => {
                            setMade(token);
                            refresh();
                        }}
                    />
                </>
            )}
        </>
    );
}
