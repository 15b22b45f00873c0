import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { bytesOfBase64, digestOf } from './bytes';
import { canonicalBytes } from './canonical';

/** A signed head of the audit trail's tree, as docs/audit-format.md describes it. */
export interface SignedHead {
    bale_head: 1;
    log: string;
    epoch: number;
    number: number;
    size: number;
    root: string;
    at: string;
    key: string;
    signature: string;
}

/** A public key as the registry lists it: base64 of its X.509 form. */
export interface PublicKey {
    id: string;
    public_key: string;
    first_used_at?: string;
}

/** What is said of a signature; `unable` where this browser cannot tell. */
export type Signed = 'right' | 'wrong' | 'no-such-key' | 'unable';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** A head out of JSON that was parsed; null for anything else. Fields that a head does not have are left out. */
export function headOf(value: unknown): SignedHead | null {
    if (typeof value !== 'object' || value === null) {
        return null;
    }
    const { bale_head, log, epoch, number, size, root, at, key, signature } = value as Record<string, unknown>;
    if (
        bale_head !== 1 ||
        typeof log !== 'string' ||
        !isCount(epoch) ||
        !isCount(number) ||
        !isCount(size) ||
        digestOf(root) === null ||
        typeof at !== 'string' ||
        !TIME.test(at) ||
        typeof key !== 'string' ||
        typeof signature !== 'string'
    ) {
        return null;
    }
    return { bale_head, log, epoch, number, size, root: root as string, at, key, signature };
}

function isCount(value: unknown): value is number {
    return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A head that somebody kept: its JSON, also as a line of the registry's log with words before it; null when it is none. */
export function headIn(text: string): SignedHead | null {
    const from = text.indexOf('{');
    try {
        const parsed = JSON.parse(from < 0 ? text : text.slice(from)) as Record<string, unknown>;
        return headOf(parsed.head ?? parsed);
    } catch {
        return null;
    }
}

/** The head as it is kept: canonical JSON. */
export function headText(head: SignedHead): string {
    return new TextDecoder().decode(canonicalBytes(head) ?? undefined);
}

/** What is signed: the canonical JSON without the signature. */
export function signedBytes(head: SignedHead): Uint8Array<ArrayBuffer> {
    const { signature: _, ...rest } = head;
    return new Uint8Array(canonicalBytes(rest) ?? []);
}

/** Signatures under these keys, computed by the browser itself. The id of a key is computed, too, and not taken on anybody's word. */
export class Keys {
    private readonly byId = new Map<string, Uint8Array<ArrayBuffer>>();
    private readonly imported = new Map<string, Promise<{ key: CryptoKey; elliptic: boolean } | null>>();

    constructor(keys: readonly PublicKey[]) {
        for (const { public_key } of keys) {
            const bytes = bytesOfBase64(public_key);
            if (bytes) {
                this.byId.set(bytesToHex(sha256(bytes)), bytes);
            }
        }
    }

    has(id: string): boolean {
        return this.byId.has(id);
    }

    async check(head: SignedHead): Promise<Signed> {
        const bytes = this.byId.get(head.key);
        if (!bytes) {
            return 'no-such-key';
        }
        const imported = this.imported.get(head.key) ?? importKey(bytes);
        this.imported.set(head.key, imported);
        const known = await imported;
        if (!known) {
            return 'unable';
        }
        const given = bytesOfBase64(head.signature);
        const signature = given && known.elliptic ? rawSignature(given) : given;
        if (!signature) {
            return 'wrong';
        }
        const algorithm = known.elliptic ? { name: 'ECDSA', hash: 'SHA-256' } : 'Ed25519';
        return (await crypto.subtle.verify(algorithm, known.key, signature, signedBytes(head))) ? 'right' : 'wrong';
    }
}

/** Null where the browser knows no such keys, or offers no cryptography because the page did not come by https. */
async function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<{ key: CryptoKey; elliptic: boolean } | null> {
    try {
        return { key: await crypto.subtle.importKey('spki', bytes, 'Ed25519', false, ['verify']), elliptic: false };
    } catch {
        try {
            const curve = { name: 'ECDSA', namedCurve: 'P-256' };
            return { key: await crypto.subtle.importKey('spki', bytes, curve, false, ['verify']), elliptic: true };
        } catch {
            return null;
        }
    }
}

const INTEGER = 0x02;
const SEQUENCE = 0x30;
const FIELD = 32;

/** The two numbers of an ECDSA signature in DER, 32 bytes each as browsers want them; null when it is none. */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
    if (der[0] !== SEQUENCE || der[1] !== der.length - 2) {
        return null;
    }
    const raw = new Uint8Array(2 * FIELD);
    let place = 2;
    for (const end of [FIELD, 2 * FIELD]) {
        const length = der[place + 1] ?? 0;
        if (der[place] !== INTEGER || length === 0 || place + 2 + length > der.length) {
            return null;
        }
        let number = der.subarray(place + 2, place + 2 + length);
        while (number.length > 0 && number[0] === 0) {
            number = number.subarray(1);
        }
        if (number.length > FIELD) {
            return null;
        }
        raw.set(number, end - number.length);
        place += 2 + length;
    }
    return place === der.length ? raw : null;
}
