import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './Dialog';
import { Failed } from './States';

/** What {@link Confirm} needs of a mutation. */
export interface Doing {
    isPending: boolean;
    error: unknown;
    reset: () => void;
}

/** Asks once more before something that others will notice; stays open, and says why, when it was refused. */
export function Confirm({
    title,
    opened,
    doing,
    label,
    harmful = true,
    disabled = false,
    onConfirm,
    onClose,
    children,
}: {
    title: string;
    opened: boolean;
    doing: Doing;
    /** What the button does, as a verb and its object: «Revoke the grant» and not «OK». */
    label: string;
    harmful?: boolean;
    disabled?: boolean;
    onConfirm: () => void;
    onClose: () => void;
    children: ReactNode;
}) {
    const close = () => {
        doing.reset();
        onClose();
    };
    return (
        <Dialog title={title} opened={opened} onClose={close}>
            {doing.error ? <Failed error={doing.error} form /> : null}
            {children}
            <Group justify="flex-end" mt="lg">
                <Button variant="default" onClick={close}>
                    Cancel
                </Button>
                <Button color={harmful ? 'red.9' : undefined} loading={doing.isPending} disabled={disabled} onClick={onConfirm}>
                    {label}
                </Button>
            </Group>
        </Dialog>
    );
}
