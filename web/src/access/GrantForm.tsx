import { Button, Group, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useMemo } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Dialog } from '../parts/Dialog';
import { Failed } from '../parts/States';
import { useDraft } from '../parts/useDraft';
import { isPackage, useAccessChanged } from './grants';
import { PrincipalFields, type PrincipalKind, typedPrincipal } from './PrincipalFields';
import { WhatIf } from './WhatIf';
import { endOf, type Grant, NAMESPACE_ROLES, principalKey, type Role, ROLES, type Scope, scopeText, stateOf } from './words';

const PAUSE_MILLIS = 400;
const NO_DRAFT = {
    kind: 'account' as PrincipalKind,
    who: '',
    role: 'reader' as Role,
    path: '',
    note: '',
    days: '',
    at: '',
};
const ENDS = [
    { value: '', label: 'When it is revoked' },
    { value: '7', label: 'In 7 days' },
    { value: '30', label: 'In 30 days' },
    { value: '90', label: 'In 90 days' },
    { value: '365', label: 'In a year' },
    { value: 'at', label: 'At a time…' },
];

/** The form for a grant, with what it would do beside it. */
export function GrantForm({
    scope,
    grants,
    onGranted,
    onClose,
}: {
    scope: Scope;
    /** Those there are, as far as they are known: a new one may take the place of one of them. */
    grants: Grant[];
    onGranted: (grant: Grant) => void;
    onClose: () => void;
}) {
    const [draft, change, forget] = useDraft(`grant ${scopeText(scope)}`, NO_DRAFT);
    const changed = useAccessChanged();
    const principal = typedPrincipal(draft);
    const path = scope.name !== undefined && draft.path.trim() !== '' ? draft.path.trim() : undefined;
    const role: Role = path === undefined ? draft.role : 'reader';
    const replaced = useMemo(
        () =>
            grants.find(
                (grant) =>
                    stateOf(grant, new Date()) === 'live' &&
                    principalKey(grant.principal) === principal &&
                    grant.name === scope.name &&
                    grant.path === path,
            ),
        [grants, principal, path, scope.name],
    );
    const asked = useMemo(
        () => (principal === null ? null : { principal, role, path, replaced: replaced?.grant }),
        [principal, role, path, replaced],
    );
    const [settled] = useDebouncedValue(asked, PAUSE_MILLIS);
    const what = useMemo((): Schemas['AccessChange'] | null => {
        if (settled === null) {
            return null;
        }
        const { replaced: instead, ...grant } = settled;
        return { grants: [grant], revoke: instead === undefined ? undefined : [instead] };
    }, [settled]);
    const make = useMutation({
        mutationFn: () => {
            const body = {
                principal: principal ?? '',
                role,
                path,
                note: draft.note.trim() === '' ? undefined : draft.note.trim(),
                expires_at: endOf(draft, new Date()),
            };
            return isPackage(scope)
                ? ask(api.POST('/v1/packages/{namespace}/{name}/access', { params: { path: scope }, body }))
                : ask(api.POST('/v1/namespaces/{namespace}/access', { params: { path: scope }, body }));
        },
        onSuccess: async (grant) => {
            forget();
            onGranted(grant);
            onClose();
            await changed();
        },
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        make.mutate();
    };
    const roles = scope.name === undefined ? NAMESPACE_ROLES : ROLES;
    return (
        <Dialog title={`Grant access to ${scopeText(scope)}`} opened onClose={onClose} size="xl">
            <div className="beside">
                <form onSubmit={submit} className="form">
                    <PrincipalFields value={draft} onChange={change} />
                    {scope.name !== undefined && (
                        <TextInput
                            label="Path"
                            description="A file or folder that is all it may read. Empty: the whole package"
                            value={draft.path}
                            onChange={(event) => change({ path: event.currentTarget.value })}
                            maxLength={1100}
                            spellCheck={false}
                        />
                    )}
                    <Radio.Group
                        label="Role"
                        description={path === undefined ? undefined : 'On a path there are readers only'}
                        value={role}
                        onChange={(value) => change({ role: value as Role })}
                    >
                        <Stack gap="xs" mt="xs">
                            {(Object.keys(roles) as Role[]).map((each) => (
                                <Radio
                                    key={each}
                                    value={each}
                                    label={each}
                                    description={roles[each]}
                                    disabled={path !== undefined && each !== 'reader'}
                                />
                            ))}
                        </Stack>
                    </Radio.Group>
                    <NativeSelect
                        label="It ends"
                        data={ENDS}
                        value={draft.days}
                        onChange={(event) => change({ days: event.currentTarget.value })}
                    />
                    {draft.days === 'at' && (
                        <TextInput
                            label="Time"
                            description="In your zone"
                            type="datetime-local"
                            value={draft.at}
                            onChange={(event) => change({ at: event.currentTarget.value })}
                            required
                        />
                    )}
                    <TextInput
                        label="Note"
                        description="Why; whoever sees the grant reads it"
                        value={draft.note}
                        onChange={(event) => change({ note: event.currentTarget.value })}
                        maxLength={1000}
                    />
                    {replaced !== undefined && (
                        <Text size="sm">
                            There is such a grant already ({replaced.role}): this takes its place.
                        </Text>
                    )}
                    {/* Beside the button: the top of the form may be out of sight. */}
                    {make.error ? <Failed error={make.error} form /> : null}
                    <Group justify="flex-end">
                        <Button variant="default" onClick={onClose}>
                            Cancel
                        </Button>
                        <Button type="submit" loading={make.isPending} disabled={principal === null}>
                            Grant {role}
                        </Button>
                    </Group>
                </form>
                <WhatIf scope={scope} change={what} />
            </div>
        </Dialog>
    );
}
