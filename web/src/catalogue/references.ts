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

/** The lines that fetch one file with curl alone, at exactly this version; `token` where it is not for everybody. */
export function curlLine(origin: string, of: PackageName, topHash: string, path: string, options: { fragments: boolean; token: boolean }): string {
    const address = `${origin}/v1/packages/${of.namespace}/${of.name}/versions/${topHash}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
    const header = options.token ? ' -H "Authorization: Bearer $BALE_TOKEN"' : '';
    const name = shellWord(path.slice(path.lastIndexOf('/') + 1));
    return options.fragments
        ? `curl -fsS${header} ${shellWord(`${address}?as=curl`)} | curl -sS -K - > ${name}`
        : `curl -fsSL${header} ${shellWord(address)} --output ${name}`;
}

const PICTURES: Record<string, string> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    gif: 'image/gif',
    webp: 'image/webp',
    avif: 'image/avif',
    svg: 'image/svg+xml',
};

/** What kind of picture a file is by its name; none where it is no picture that is shown. */
export function pictureType(path: string): string | undefined {
    return PICTURES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}

const MARKDOWN_PICTURE = /!\[[^\]]*\]\(\s*<?([^)>\s]+)/g;
const DEFINITION = /^ {0,3}\[[^\]]+\]:\s*<?([^>\s]+)/gm;

/** The files of the same version that a document shows as pictures, each once, in order. */
export function pictureTargets(text: string, document: string): string[] {
    const found = [...text.matchAll(MARKDOWN_PICTURE), ...text.matchAll(DEFINITION)].flatMap(([, href]) => {
        const target = targetOf(href ?? '', document);
        return target.kind === 'file' && pictureType(target.path) !== undefined ? [target.path] : [];
    });
    return [...new Set(found)];
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
