import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashOf } from './hashes';
import { hashStream } from './hashStream';

const hex = '0123456789abcdef'.repeat(4);

describe('a pasted hash', () => {
    it('is taken as people copy it', () => {
        expect(hashOf(hex)).toBe(`sha256:${hex}`);
        expect(hashOf(`  SHA256:${hex.toUpperCase()}\n`)).toBe(`sha256:${hex}`);
    });

    it('is refused when it is none', () => {
        for (const other of ['', hex.slice(1), `${hex}0`, `md5:${hex}`, `${hex.slice(1)}g`]) {
            expect(hashOf(other)).toBeNull();
        }
    });
});

describe('a dropped file', () => {
    it('is hashed piece by piece', async () => {
        const pieces = [new Uint8Array(100_000).fill(7), new Uint8Array(0), new TextEncoder().encode('end')];
        const told: number[] = [];
        const stream = new ReadableStream<Uint8Array>({
            start(controller) {
                for (const piece of pieces) {
                    controller.enqueue(piece);
                }
                controller.close();
            },
        });

        const hash = await hashStream(stream, (read) => told.push(read));

        expect(hash).toBe(`sha256:${createHash('sha256').update(Buffer.concat(pieces)).digest('hex')}`);
        expect(told).toEqual([100_000, 100_000, 100_003]);
    });

    it('may be empty', async () => {
        const none = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });

        expect(await hashStream(none, () => {})).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    });
});
