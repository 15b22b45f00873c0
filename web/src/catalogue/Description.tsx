import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { visibleName } from '../parts/format';
import { Failed } from '../parts/States';
import { useDraft } from '../parts/useDraft';
import type { PackageName } from './packages';

const LONGEST = 300;

/** What a package is in one line, which whoever may publish it may change. */
export function Description({ of, details }: { of: PackageName; details: Schemas['Package'] }) {
    const [editing, setEditing] = useState(false);
    if (editing) {
        return <Edit of={of} present={details.description ?? ''} onDone={() => setEditing(false)} />;
    }
    return (
        <div className="description">
            {details.description !== undefined && <bdi className="description-text">{visibleName(details.description)}</bdi>}
            {details.publish && (
                <Button size="compact-xs" variant="default" onClick={() => setEditing(true)}>
                    {details.description === undefined ? 'Add a description' : 'Edit description'}
                </Button>
            )}
        </div>
    );
}

function Edit({ of, present, onDone }: { of: PackageName; present: string; onDone: () => void }) {
    const [draft, change, forget] = useDraft(`describe.${of.namespace}/${of.name}`, { text: present });
    const queries = useQueryClient();
    const saving = useMutation({
        mutationFn: () =>
            ask(api.PATCH('/v1/packages/{namespace}/{name}', { params: { path: of }, body: { description: draft.text } })),
        onSuccess: (changed) => {
            queries.setQueryData(['package', of.namespace, of.name], changed);
            void queries.invalidateQueries({ queryKey: ['packages'] });
            forget();
            onDone();
        },
    });
    return (
        <form
            className="description-form"
            onSubmit={(event) => {
                event.preventDefault();
                saving.mutate();
            }}
        >
            {saving.error ? <Failed error={saving.error} form /> : null}
            <TextInput
                label="Description"
                description={`One line of at most ${LONGEST} characters, for whoever may read all of this package`}
                value={draft.text}
                onChange={(event) => change({ text: event.currentTarget.value })}
                maxLength={2 * LONGEST}
                autoComplete="off"
                data-autofocus
            />
            <Group gap="xs" mt="xs">
                <Button type="submit" size="xs" loading={saving.isPending}>
                    Save description
                </Button>
                <Button
                    size="xs"
                    variant="default"
                    onClick={() => {
                        forget();
                        onDone();
                    }}
                >
                    Cancel
                </Button>
            </Group>
        </form>
    );
}
