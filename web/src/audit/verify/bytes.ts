import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const HASH = /^sha256:[0-9a-f]{64}$/;
const HEX = /^([0-9a-f]{2})+$/;

/** The 32 bytes of `sha256:…`; null for anything else. */
export function digestOf(text: unknown): Uint8Array | null {
    return typeof text === 'string' && HASH.test(text) ? hexToBytes(text.slice('sha256:'.length)) : null;
}

/** As {@link digestOf}, for a whole list; null when one is none. */
export function digestsOf(texts: readonly unknown[]): Uint8Array[] | null {
    const digests = texts.map(digestOf);
    return digests.every((digest) => digest !== null) ? digests : null;
}

export function textOf(digest: Uint8Array): string {
    return `sha256:${bytesToHex(digest)}`;
}

export function bytesOfHex(text: unknown): Uint8Array | null {
    return typeof text === 'string' && HEX.test(text) ? hexToBytes(text) : null;
}

export function bytesOfBase64(text: unknown): Uint8Array<ArrayBuffer> | null {
    if (typeof text !== 'string') {
        return null;
    }
    try {
        return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    } catch {
        return null;
    }
}
