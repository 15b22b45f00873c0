import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { api, ask, type Schemas } from '../api/client';
import type { EntryLine, PackageName } from './packages';

/** What the browser holds of one file at once; larger ones are for the command line. */
export const LARGEST_DOWNLOAD = 2_000_000_000;

/** One file, fragment by fragment, straight from the storage, and held to its hash. `seen` is told how many bytes have come. */
export async function fetchFile(
    of: PackageName,
    version: Schemas['Version'],
    entry: EntryLine,
    seen: (bytes: number) => void = () => undefined,
): Promise<Blob> {
    const parts: Blob[] = [];
    const hash = sha256.create();
    let bytes = 0;
    for (const address of addressesOf(await handOut(of, version, entry))) {
        const answer = await fetchFrom(address);
        const reader = answer.body?.getReader();
        const pieces: BlobPart[] = [];
        for (;;) {
            const piece = await reader?.read();
            if (piece === undefined || piece.done) {
                break;
            }
            hash.update(piece.value);
            pieces.push(piece.value);
            bytes += piece.value.length;
            seen(bytes);
            if (bytes > entry.size) {
                throw otherBytes();
            }
        }
        // A blob of its own for each fragment: the browser moves it to its disk.
        parts.push(new Blob(pieces));
    }
    if (`sha256:${bytesToHex(hash.digest())}` !== entry.sha256) {
        throw otherBytes();
    }
    return new Blob(parts);
}

/** The hand-out of one whole file: an event in the audit trail. */
async function handOut(of: PackageName, version: Schemas['Version'], entry: EntryLine): Promise<Schemas['HandOut']> {
    if (entry.ordinal === undefined) {
        throw new Error('This is no file.');
    }
    return ask(
        api.POST('/v1/packages/{namespace}/{name}/versions/{reference}/hand-outs', {
            params: { path: { ...of, reference: version.top_hash } },
            body: { entries: [[entry.ordinal, entry.ordinal + 1]], view: version.view?.id, form: 'compact', purpose: 'cat' },
        }),
    );
}

/** The signed addresses of all fragments, in order. */
export function addressesOf(handOut: Schemas['HandOut']): string[] {
    const addresses = [handOut, ...(handOut.elsewhere ?? [])]
        .flatMap((group) =>
            group.items.map((item) => ({
                fragment: item.fragment,
                address: `${group.base}/${item.key}?${item.query ?? group.query}&X-Amz-Signature=${item.signature}`,
            })),
        )
        .sort((one, other) => one.fragment - other.fragment)
        .map((item) => item.address);
    if (addresses.length === 0) {
        const withdrawn = handOut.withdrawn?.[0];
        throw new Error(
            withdrawn
                ? `This file was withdrawn: ${withdrawn.reason} (${withdrawn.ticket})`
                : (handOut.missing?.[0]?.detail ?? 'The registry handed out nothing.'),
        );
    }
    return addresses;
}

async function fetchFrom(address: string): Promise<Response> {
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
    return answer;
}

function otherBytes(): Error {
    return new Error('The storage answered with other bytes than were published. Tell whoever runs this registry.');
}
