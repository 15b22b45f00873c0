import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { counted } from '../parts/format';
import { Failed, Waiting } from '../parts/States';
import { useAccessChanged, useGrants } from './grants';
import { WhatIf } from './WhatIf';
import { principalKey, principalText, type Scope, scopeText, takenBy } from './words';

const ALL = '';
/** As many grants as one question of «what if» may name. */
const MOST_ASKED = 1_000;

/** Asks before all grants of somebody, or all there are, are revoked at a place. */
export function RevokeMany({
    scope,
    onRevoked,
    onClose,
}: {
    scope: Scope;
    onRevoked: (revoked: Schemas['Revoked']) => void;
    onClose: () => void;
}) {
    const grants = useGrants(scope, false);
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = grants;
    useEffect(() => {
        if (hasNextPage && !isFetchingNextPage && grants.error === null && grants.items.length < MOST_ASKED) {
            void fetchNextPage();
        }
    }, [hasNextPage, isFetchingNextPage, fetchNextPage, grants.error, grants.items.length]);
    const [chosen, setChosen] = useState<string | null>(null);
    const now = useMemo(() => new Date(), []);
    const here = useMemo(
        () => grants.items.filter((grant) => scope.name === undefined || grant.name !== undefined),
        [grants.items, scope.name],
    );
    const people = useMemo(
        () => new Map(here.map((grant) => [principalKey(grant.principal), principalText(grant.principal)])),
        [here],
    );
    const taken = useMemo(
        () => (chosen === null ? [] : takenBy(grants.items, chosen === ALL ? undefined : chosen, scope, now)),
        [chosen, grants.items, scope, now],
    );
    const change = useMemo(
        () => (taken.length === 0 ? null : { revoke: taken.slice(0, MOST_ASKED).map((grant) => grant.grant) }),
        [taken],
    );
    const changed = useAccessChanged();
    const revoke = useMutation({
        mutationFn: () =>
            ask(
                api.POST('/v1/access/revocations', {
                    body: {
                        principal: chosen === ALL ? undefined : (chosen ?? undefined),
                        namespace: scope.namespace,
                        name: scope.name,
                        leave_ownerless: false,
                    },
                }),
            ),
        onSuccess: async (revoked) => {
            onRevoked(revoked);
            onClose();
            await changed();
        },
    });
    return (
        <Confirm
            title={`Revoke several grants on ${scopeText(scope)}`}
            opened
            doing={revoke}
            label={taken.length === 0 ? 'Revoke the grants' : `Revoke ${counted(taken.length, 'grant')}`}
            disabled={taken.length === 0}
            onConfirm={() => revoke.mutate()}
            onClose={onClose}
        >
            {grants.error ? <Failed error={grants.error} form /> : null}
            {grants.isPending ? <Waiting /> : null}
            <NativeSelect
                label="Whose grants"
                description={
                    scope.name === undefined
                        ? 'On the namespace and on every package in it'
                        : 'On this package alone; grants on the whole namespace stay'
                }
                value={chosen ?? 'none'}
                onChange={(event) => {
                    revoke.reset();
                    setChosen(event.currentTarget.value === 'none' ? null : event.currentTarget.value);
                }}
                data={[
                    { value: 'none', label: 'Choose…' },
                    ...[...people].map(([value, label]) => ({ value, label: `All of ${label}` })),
                    { value: ALL, label: 'All there are, but the owners of the namespace' },
                ]}
            />
            {chosen !== null && taken.length === 0 ? <p>There is nothing to revoke.</p> : <WhatIf scope={scope} change={change} />}
        </Confirm>
    );
}
