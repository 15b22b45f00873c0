import { Button, Checkbox, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Schemas } from '../api/client';
import { Failed } from '../parts/States';
import { useDraft } from '../parts/useDraft';
import { scopesOf, type TokenDraft } from './scopes';

const LIVES = [
    { value: '7', label: '7 days' },
    { value: '30', label: '30 days' },
    { value: '90', label: '90 days' },
    { value: '365', label: 'a year' },
];
const NO_DRAFT: TokenDraft = { name: '', data: 'read', namespaceAdmin: false, patterns: '', days: '30' };

/** The form for a new token, of one's own or of a service account. */
export function TokenForm({
    form,
    whose,
    make,
    onMade,
}: {
    /** What the draft is kept as. */
    form: string;
    /** Such as «you» or the name of a service account. */
    whose: string;
    make: (request: Schemas['TokenRequest']) => Promise<Schemas['MadeToken']>;
    onMade: (token: Schemas['MadeToken']) => void;
}) {
    const [draft, change, forget] = useDraft(form, NO_DRAFT);
    const scopes = scopesOf(draft);
    const making = useMutation({
        mutationFn: () =>
            make({
                name: draft.name.trim(),
                scopes,
                patterns: draft.patterns.split(/[\s,]+/).filter((pattern) => pattern !== ''),
                expires_in_days: Number(draft.days),
            }),
        onSuccess: (token) => {
            forget();
            onMade(token);
        },
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        making.mutate();
    };
    return (
        <form onSubmit={submit} className="form card" aria-label="Make a token">
            {making.error ? <Failed error={making.error} form /> : null}
            <TextInput
                label="Name"
                description="What it is for"
                value={draft.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
                maxLength={100}
                required
            />
            <TextInput
                label="Packages"
                description={`namespace/name, each part may end in *; with spaces between. Empty: all that ${whose} may use`}
                value={draft.patterns}
                onChange={(event) => change({ patterns: event.currentTarget.value })}
                spellCheck={false}
            />
            <Radio.Group
                label="Data"
                description="What it may do with packages, as far as its account may"
                value={draft.data}
                onChange={(data) => change({ data: data as TokenDraft['data'] })}
            >
                <Stack gap="xs" mt="xs">
                    <Radio value="read" label="It may install (read)" />
                    <Radio value="write" label="It may install and publish (write)" />
                    <Radio value="none" label="Neither" />
                </Stack>
            </Radio.Group>
            <Checkbox
                label="It may grant and revoke, rename and move, and see to teams (namespace-admin)"
                checked={draft.namespaceAdmin}
                onChange={(event) => change({ namespaceAdmin: event.currentTarget.checked })}
            />
            <NativeSelect
                label="Good for"
                data={LIVES}
                value={draft.days}
                onChange={(event) => change({ days: event.currentTarget.value })}
            />
            <Button type="submit" loading={making.isPending} disabled={scopes.length === 0}>
                Make token
            </Button>
        </form>
    );
}
