import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { api, ask, type Schemas } from '../api/client';
import type { EntryLine, PackageName } from './packages';

/** The text of a small file: handed out, fetched from its storage, and held to its hash. */
export async function readText(of: PackageName, version: Schemas['Version'], entry: EntryLine): Promise<string> {
    const ordinal = entry.ordinal;
    if (ordinal === undefined) {
        throw new Error('This is no file.');
    }
    const handOut = await ask(
        api.POST('/v1/packages/{namespace}/{name}/versions/{reference}/hand-outs', {
            params: { path: { ...of, reference: version.top_hash } },
            body: { entries: [[ordinal, ordinal + 1]], view: version.view?.id, form: 'compact', purpose: 'cat' },
        }),
    );
    const bytes = await fetchBytes(addressOf(handOut));
    if (`sha256:${bytesToHex(sha256(bytes))}` !== entry.sha256) {
        throw new Error('The storage answered with other bytes than were published. Tell whoever runs this registry.');
    }
    return new TextDecoder().decode(bytes);
}

/** The signed address of the only item. */
export function addressOf(handOut: Schemas['HandOut']): string {
    for (const group of [handOut, ...(handOut.elsewhere ?? [])]) {
        const item = group.items[0];
        if (item !== undefined) {
            return `${group.base}/${item.key}?${item.query ?? group.query}&X-Amz-Signature=${item.signature}`;
        }
    }
    throw new Error(handOut.missing?.[0]?.detail ?? 'The registry handed out nothing.');
}

async function fetchBytes(address: string): Promise<Uint8Array> {
    let answer: Response;
    try {
        answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    } catch {
        throw new Error(
            `This browser may not read from the storage at ${new URL(address).origin}. Its bucket needs a CORS rule for ` +
                `${window.location.origin}; docs/stores.md has it.`,
        );
    }
    if (!answer.ok) {
        throw new Error(`The storage answered ${answer.status}. Try again.`);
    }
    return new Uint8Array(await answer.arrayBuffer());
}
