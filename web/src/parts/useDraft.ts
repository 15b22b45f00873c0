import { useCallback, useState } from 'react';
import { DRAFT } from './drafts';

/**
 * What somebody types into a form, kept while the tab lives: whoever must sign in again on the way, or loads the page anew, finds it as
 * it was. Not for secrets. The third of the answer forgets it, for when the form was taken.
 */
export function useDraft<T>(form: string, empty: T): [T, (change: Partial<T>) => void, () => void] {
    const [draft, setDraft] = useState<T>(() => ({ ...empty, ...readDraft<T>(form) }));
    const change = useCallback(
        (changed: Partial<T>) =>
            setDraft((before) => {
                const after = { ...before, ...changed };
                try {
                    window.sessionStorage.setItem(DRAFT + form, JSON.stringify(after));
                } catch {
                    // A browser that keeps nothing: the form still works.
                }
                return after;
            }),
        [form],
    );
    const forget = () => {
        try {
            window.sessionStorage.removeItem(DRAFT + form);
        } catch {
            // As above.
        }
        setDraft(empty);
    };
    return [draft, change, forget];
}

function readDraft<T>(form: string): Partial<T> {
    try {
        return JSON.parse(window.sessionStorage.getItem(DRAFT + form) ?? '{}') as Partial<T>;
    } catch {
        return {};
    }
}
