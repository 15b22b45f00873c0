import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The SHA-256 of a stream, read piece by piece; tells after each how many bytes it has read. */
export async function hashStream(stream: ReadableStream<Uint8Array>, progress: (read: number) => void): Promise<string> {
    const hash = sha256.create();
    const reader = stream.getReader();
    let read = 0;
    for (;;) {
        const { done, value } = await reader.read();
        if (done) {
            return `sha256:${bytesToHex(hash.digest())}`;
        }
        hash.update(value);
        read += value.length;
        progress(read);
    }
}
