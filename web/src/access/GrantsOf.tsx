import './access.css';
import { Button, Checkbox, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { Confirm } from '../parts/Confirm';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name } from '../parts/Values';
import { GrantTable } from './GrantTable';
import { useAccessChanged } from './grants';
import { RevokedNotice } from './RevokedNotice';
import { RevokeGrant } from './RevokeGrant';
import { type Grant, placeText } from './words';

const PAGE = 100;
const NAMED = 20;

/** All live grants of a principal, wherever they are, for administrators: to revoke one of them or all. */
export function GrantsOf({ principal, name }: { principal: string; name: string }) {
    const grants = usePages(['grants-of', principal], async (after) => {
        const page = await ask(api.GET('/v1/access', { params: { query: { principal, after, limit: PAGE } } }));
        return { items: page.grants, next: page.next };
    });
    const [revoking, setRevoking] = useState<Grant | null>(null);
    const [revokingAll, setRevokingAll] = useState(false);
    const [revoked, setRevoked] = useState<Schemas['Revoked'] | null>(null);
    return (
        <>
            {revoked ? <RevokedNotice revoked={revoked} onClose={() => setRevoked(null)} /> : null}
            {grants.isPending ? <Waiting /> : null}
            {grants.error ? <Failed error={grants.error} retry={() => void grants.refetch()} /> : null}
            {grants.isSuccess && grants.items.length === 0 ? (
                <Empty title="No grants of its own">What teams and everyone were granted counts for it, too.</Empty>
            ) : null}
            {grants.items.length > 0 && (
                <>
                    <GrantTable grants={grants.items} mayRevoke={() => true} onRevoke={setRevoking} />
                    <Group mb="md">
                        <More list={grants} />
                        <Button variant="default" onClick={() => setRevokingAll(true)}>
                            Revoke all grants…
                        </Button>
                    </Group>
                </>
            )}
            {revoking ? (
                <RevokeGrant
                    grant={revoking}
                    mayAsk
                    onRevoked={setRevoked}
                    onClose={() => setRevoking(null)}
                />
            ) : null}
            {revokingAll ? (
                <RevokeAllOf
                    principal={principal}
                    name={name}
                    grants={grants.items}
                    more={grants.hasNextPage}
                    onRevoked={setRevoked}
                    onClose={() => setRevokingAll(false)}
                />
            ) : null}
        </>
    );
}

function RevokeAllOf({
    principal,
    name,
    grants,
    more,
    onRevoked,
    onClose,
}: {
    principal: string;
    name: string;
    grants: Grant[];
    more: boolean;
    onRevoked: (revoked: Schemas['Revoked']) => void;
    onClose: () => void;
}) {
    const changed = useAccessChanged();
    const [ownerless, setOwnerless] = useState(false);
    const revoke = useMutation({
        mutationFn: () => ask(api.POST('/v1/access/revocations', { body: { principal, leave_ownerless: ownerless } })),
        onSuccess: async (answer) => {
            onRevoked(answer);
            onClose();
            await changed();
        },
    });
    return (
        <Confirm
            title="Revoke all grants"
            opened
            doing={revoke}
            label="Revoke all grants"
            onConfirm={() => revoke.mutate()}
            onClose={onClose}
        >
            <p>
                <b>
                    <Name value={name} />
                </b>{' '}
                loses at once:
            </p>
            <ul className="notice-list">
                {grants.slice(0, NAMED).map((grant) => (
                    <li key={grant.grant}>
                        {grant.role} of <Name value={placeText(grant)} />
                    </li>
                ))}
                {(more || grants.length > NAMED) && <li>and more</li>}
            </ul>
            <p>What teams and everyone were granted stays.</p>
            <Checkbox
                label="Also where nobody is left who owns the namespace; administrators can make another owner"
                checked={ownerless}
                onChange={(event) => setOwnerless(event.currentTarget.checked)}
            />
        </Confirm>
    );
}
