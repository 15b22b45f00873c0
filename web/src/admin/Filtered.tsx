import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';

const PAUSE_MILLIS = 200;

/** A list with a field that filters its names as one types; what was typed stands in the address. */
export function Filtered({ children }: { children: (filter: string | undefined) => ReactNode }) {
    const { filter = '' } = useSearch({ strict: false }) as { filter?: string };
    const navigate = useNavigate();
    const [typed, setTyped] = useState(filter);
    const [wanted] = useDebouncedValue(typed.trim(), PAUSE_MILLIS);
    useEffect(() => {
        if (wanted !== filter) {
            void navigate({ to: '.', search: { filter: wanted === '' ? undefined : wanted } as never, replace: true });
        }
        // Only what is typed leads to another address, and not the other way round.
    }, [wanted]);
    return (
        <>
            <TextInput
                label="Filter"
                description="Names that contain this"
                type="search"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                className="filter"
                autoComplete="off"
                spellCheck={false}
                maxLength={64}
            />
            {children(wanted === '' ? undefined : wanted)}
        </>
    );
}
