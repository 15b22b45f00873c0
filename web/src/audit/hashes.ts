/** What somebody pasted, as a hash: with `sha256:` or without, in any case, with spaces around; null when it is none. */
export function hashOf(pasted: string): string | null {
    const hex = pasted
        .trim()
        .toLowerCase()
        .replace(/^sha256:/, '');
    return /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : null;
}
