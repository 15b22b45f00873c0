import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { DataTable } from '../parts/DataTable';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Name, None, Time } from '../parts/Values';

type Token = Schemas['Token'];

/** Tokens, without their text, and the end of each. */
export function TokenTable({
    tokens,
    whole,
    revoke,
    onRevoked,
}: {
    tokens: Token[];
    /** What a token is good for that is narrowed to no packages. */
    whole: string;
    revoke: (token: string) => Promise<Schemas['RevokedToken']>;
    onRevoked: () => void;
}) {
    const [asking, setAsking] = useState<Token | null>(null);
    const revoking = useMutation({
        mutationFn: revoke,
        onSuccess: () => {
            setAsking(null);
            onRevoked();
        },
    });
    return (
        <>
            {revoking.data ? (
                <Alert variant="light" mb="md" title="Revoked" role="status">
                    <UrlsExpire at={revoking.data.urls_expire_at} />
                </Alert>
            ) : null}
            {tokens.length > 0 && (
                <DataTable
                    caption="Tokens"
                    rows={tokens}
                    keyOf={(token) => token.id}
                    columns={[
                        { name: 'Name', header: true, of: (token) => <Name value={token.name} /> },
                        { name: 'May', of: (token) => token.scopes.join(', ') },
                        {
                            name: 'Packages',
                            of: (token) =>
                                token.patterns.length === 0 ? <None>{whole}</None> : <Name value={token.patterns.join(', ')} />,
                        },
                        { name: 'Made', of: (token) => <Time value={token.created_at} /> },
                        {
                            name: 'Last used',
                            of: (token) => (token.last_used_at ? <Time value={token.last_used_at} /> : <None>never</None>),
                        },
                        { name: 'Until', of: (token) => <Time value={token.expires_at} long /> },
                        {
                            name: 'Revoke it',
                            of: (token) => (
                                <Button
                                    size="compact-sm"
                                    variant="default"
                                    aria-label={`Revoke ${token.name}`}
                                    onClick={() => setAsking(token)}
                                >
                                    Revoke…
                                </Button>
                            ),
                        },
                    ]}
                />
            )}
            <Confirm
                title="Revoke a token"
                opened={asking !== null}
                doing={revoking}
                label="Revoke the token"
                onConfirm={() => asking && revoking.mutate(asking.id)}
                onClose={() => setAsking(null)}
            >
                <p>
                    Whatever uses{' '}
                    <b>
                        <Name value={asking?.name ?? ''} />
                    </b>{' '}
                    is refused at its next request, for good.
                </p>
            </Confirm>
        </>
    );
}
