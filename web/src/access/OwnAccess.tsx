import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { useWho } from '../api/who';
import { Empty, Failed, Waiting } from '../parts/States';
import { GrantTable } from './GrantTable';
import type { PackageName } from './grants';
import { RevokedNotice } from './RevokedNotice';
import { RevokeGrant } from './RevokeGrant';
import type { Grant } from './words';

const ACTIONS = ['read', 'publish'] as const;

/** For whoever does not own the package: what lets him in, and the way out of it. */
export function OwnAccess({ of }: { of: PackageName }) {
    const who = useWho().data;
    const [revoking, setRevoking] = useState<Grant | null>(null);
    const [revoked, setRevoked] = useState<Schemas['Revoked'] | null>(null);
    const answers = useQueries({
        queries: ACTIONS.map((action) => ({
            queryKey: ['explain', of.namespace, of.name, undefined, action, undefined, undefined],
            queryFn: () =>
                ask(api.GET('/v1/packages/{namespace}/{name}/access/explain', { params: { path: of, query: { action } } })),
        })),
    });
    const failed = answers.find((answer) => answer.error);
    const [reads, publishes] = answers.map((answer) => answer.data);
    if (failed) {
        return <Failed error={failed.error} />;
    }
    if (reads === undefined || publishes === undefined) {
        return <Waiting />;
    }
    return (
        <>
            {revoked ? <RevokedNotice revoked={revoked} onClose={() => setRevoked(null)} /> : null}
            <p className="answer-of">
                {publishes.allowed
                    ? 'You may read this package and publish to it.'
                    : reads.allowed
                      ? 'You may read this package.'
                      : reads.paths === undefined
                        ? 'You may not read this package.'
                        : `You may read some of this package: ${reads.paths.join(', ')}.`}{' '}
                Its owners see who else may, and grant and revoke.
            </p>
            {reads.grants.length === 0 ? (
                <Empty title="No grant is yours">{reads.reason}</Empty>
            ) : (
                <GrantTable
                    grants={reads.grants}
                    mayRevoke={(grant) => grant.principal.kind === 'account' && grant.principal.name === who?.name}
                    onRevoke={setRevoking}
                />
            )}
            {revoking ? (
                <RevokeGrant grant={revoking} mayAsk={false} onRevoked={setRevoked} onClose={() => setRevoking(null)} />
            ) : null}
        </>
    );
}
