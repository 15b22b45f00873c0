import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { Name, Time } from '../parts/Values';
import { useAccessChanged } from './grants';
import { WhatIf } from './WhatIf';
import { type Grant, placeText, principalText } from './words';

/** Asks before one grant is revoked, with what that does. */
export function RevokeGrant({
    grant,
    mayAsk,
    onRevoked,
    onClose,
}: {
    grant: Grant;
    /** Whether the viewer may ask what it does to others. */
    mayAsk: boolean;
    onRevoked: (revoked: Schemas['Revoked']) => void;
    onClose: () => void;
}) {
    const changed = useAccessChanged();
    const revoke = useMutation({
        mutationFn: () => ask(api.DELETE('/v1/access/{grant}', { params: { path: { grant: grant.grant } } })),
        onSuccess: async (revoked) => {
            onRevoked(revoked);
            onClose();
            await changed();
        },
    });
    const change = useMemo(() => ({ revoke: [grant.grant] }), [grant.grant]);
    return (
        <Confirm
            title="Revoke a grant"
            opened
            doing={revoke}
            label="Revoke the grant"
            onConfirm={() => revoke.mutate()}
            onClose={onClose}
        >
            <p>
                <b>
                    <Name value={principalText(grant.principal)} />
                </b>{' '}
                was granted <b>{grant.role}</b> of <Name value={placeText(grant)} /> <Time value={grant.made_at} />
                {grant.made_by !== undefined && (
                    <>
                        {' '}
                        by <Name value={grant.made_by} />
                    </>
                )}
                . From the answer on no request is allowed by it, and no new URL is signed.
            </p>
            {mayAsk ? <WhatIf scope={{ namespace: grant.namespace, name: grant.name }} change={change} /> : null}
        </Confirm>
    );
}
