import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { bytesOfHex } from './bytes';
import { canonicalBytes } from './canonical';
import { type Digest, leafHash } from './merkle';

export type Fields = Record<string, unknown>;

const UTF8 = new TextEncoder();
const PERSONAL = ['name', 'address', 'program'] as const;

/** The leaf of an event as it was sealed; null for what no event can be. */
export function leafOf(event: unknown): Digest | null {
    const bytes = canonicalBytes(event);
    return bytes && leafHash(bytes);
}

/** HMAC-SHA256, with the event's own key, over the field's name, a zero byte and its value; in hex. */
export function macOf(key: Uint8Array, field: string, value: string): string {
    return bytesToHex(hmac(sha256, key, UTF8.encode(`${field}\0${value}`)));
}

/** The first personal field that its MAC does not fit; null when all do. */
export function wrongPersonal(event: Fields, personal: Fields): string | null {
    const key = bytesOfHex(personal.key);
    for (const field of PERSONAL) {
        const value = personal[field];
        const mac = event[`${field}_mac`];
        if (value === undefined && mac === undefined) {
            continue;
        }
        if (key === null || typeof value !== 'string' || macOf(key, field, value) !== mac) {
            return field;
        }
    }
    return null;
}

export function hasPersonal(event: Fields): boolean {
    return PERSONAL.some((field) => event[`${field}_mac`] !== undefined);
}

/** A field of the event's detail, which is JSON in a text. */
export function detailOf(event: Fields, field: string): string {
    try {
        const detail = JSON.parse(String(event.detail)) as Record<string, unknown>;
        return String(detail[field] ?? '');
    } catch {
        return '';
    }
}
