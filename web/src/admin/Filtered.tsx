import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';

const PAUSE_MILLIS = 200;

/** A list with a field that filters its names as one types. */
export function Filtered({ children }: { children: (filter: string | undefined) => ReactNode }) {
    const [typed, setTyped] = useState('');
    const [filter] = useDebouncedValue(typed.trim(), PAUSE_MILLIS);
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
            {children(filter === '' ? undefined : filter)}
        </>
    );
}
