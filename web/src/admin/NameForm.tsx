import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed } from '../parts/States';
import { useDraft } from '../parts/useDraft';

const NO_DRAFT = { name: '', group: '' };

/** Makes something that has a name, and perhaps a group of the identity provider. */
export function NameForm({
    form,
    label,
    description,
    button,
    withGroup = false,
    make,
    children,
}: {
    form: string;
    label: string;
    description: string;
    button: string;
    withGroup?: boolean;
    make: (name: string, group: string | undefined) => Promise<unknown>;
    children?: ReactNode;
}) {
    const [draft, change, forget] = useDraft(form, NO_DRAFT);
    const making = useMutation({
        mutationFn: () => make(draft.name.trim(), draft.group.trim() === '' ? undefined : draft.group.trim()),
        onSuccess: forget,
    });
    return (
        <form
            className="card"
            aria-label={button}
            onSubmit={(event) => {
                event.preventDefault();
                making.mutate();
            }}
        >
            {making.error ? <Failed error={making.error} form /> : null}
            {children}
            <div className="fields">
                <TextInput
                    label={label}
                    description={description}
                    value={draft.name}
                    onChange={(event) => change({ name: event.currentTarget.value })}
                    maxLength={64}
                    spellCheck={false}
                    autoComplete="off"
                    required
                />
                {withGroup && (
                    <TextInput
                        label="Group of the provider"
                        description="Its people are members. Empty: none"
                        value={draft.group}
                        onChange={(event) => change({ group: event.currentTarget.value })}
                        maxLength={200}
                        spellCheck={false}
                        autoComplete="off"
                    />
                )}
                <Button type="submit" loading={making.isPending} disabled={draft.name.trim() === ''}>
                    {button}
                </Button>
            </div>
        </form>
    );
}
