import { shortHash } from '../parts/format';
import type { PackageName } from './packages';

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word as a shell takes it. */
export function shellWord(word: string): string {
    return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The line that installs a package, one version of it, or one path of that. */
export function installLine(of: PackageName, topHash?: string, path?: string): string {
    const version = topHash === undefined ? '' : `@${shortHash(topHash)}`;
    const below = path === undefined || path === '' ? '' : `//${path.replace(/\/$/, '')}`;
    return `bale install ${shellWord(`${of.namespace}/${of.name}${version}${below}`)}`;
}

/** Where a link in a document of the package leads. */
export type Target =
    | { kind: 'outside'; href: string }
    | { kind: 'file' | 'folder'; path: string }
    | { kind: 'nowhere' };

/** What a link in a file of a package means: an address outside, a path in the same version, or nothing that is followed. */
export function targetOf(href: string, document: string): Target {
    if (/^(https?:\/\/|mailto:)/i.test(href)) {
        return { kind: 'outside', href };
    }
    if (href === '' || /^(#|\/\/|[a-z][a-z0-9+.-]*:)/i.test(href)) {
        return { kind: 'nowhere' };
    }
    const written = href.replace(/[?#].*$/, '');
    const base = written.startsWith('/') ? [] : document.split('/').slice(0, -1);
    const parts: string[] = [];
    for (const part of [...base, ...decoded(written).split('/')]) {
        if (part === '..') {
            if (parts.pop() === undefined) {
                return { kind: 'nowhere' };
            }
        } else if (part !== '' && part !== '.') {
            parts.push(part);
        }
    }
    const folder = parts.length === 0 || written.endsWith('/');
    return { kind: folder ? 'folder' : 'file', path: parts.join('/') };
}

function decoded(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch {
        return path;
    }
}
