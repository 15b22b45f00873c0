import { headIn, headText, type SignedHead } from '../verify/head';

const HEAD = 'bale.kept-head';
const KEYS = 'bale.kept-keys';

/** The head that this browser kept when it last found everything right: later ones must begin with its tree. */
export function keptHead(): SignedHead | null {
    return headIn(read(HEAD) ?? '');
}

/** The ids of the keys that were known then. */
export function keptKeys(): string[] {
    return (read(KEYS) ?? '').split(' ').filter((id) => id !== '');
}

export function keep(head: SignedHead, keys: string[]): void {
    try {
        window.localStorage.setItem(HEAD, headText(head));
        window.localStorage.setItem(KEYS, keys.join(' '));
    } catch {
        // A browser that keeps nothing: heads can be kept as files.
    }
}

function read(name: string): string | null {
    try {
        return window.localStorage.getItem(name);
    } catch {
        return null;
    }
}
