import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A dialog in front of the page. */
export function Dialog({
    title,
    opened,
    onClose,
    size = 'lg',
    children,
}: {
    title: string;
    opened: boolean;
    onClose: () => void;
    size?: 'md' | 'lg' | 'xl';
    children: ReactNode;
}) {
    return (
        <Modal
            opened={opened}
            onClose={onClose}
            title={title}
            size={size}
            closeButtonProps={{ 'aria-label': 'Close' }}
            // To hold the page still the library would write a style element, which the Content-Security-Policy forbids.
            lockScroll={false}
        >
            {children}
        </Modal>
    );
}
