import { describe, expect, it } from 'vitest';
import { copyStream } from './exportStream';

function streamOf(...pieces: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
        start(controller) {
            pieces.forEach((piece) => controller.enqueue(new TextEncoder().encode(piece)));
            controller.close();
        },
    });
}

async function copy(most: number | undefined, ...pieces: string[]) {
    let text = '';
    const target = { write: async (piece: Uint8Array) => void (text += new TextDecoder().decode(piece)) };
    const told: number[] = [];
    const copied = await copyStream(streamOf(...pieces), target, ({ lines }) => told.push(lines), most);
    return { ...copied, text, told };
}

describe('an export', () => {
    it('is copied as it comes, and its lines are counted', async () => {
        expect(await copy(undefined, 'a\nb', 'c\n', 'd\n')).toEqual({ bytes: 7, lines: 3, cut: false, text: 'a\nbc\nd\n', told: [1, 2, 3] });
    });

    it('that is too long for memory ends with a whole line and says that it was cut', async () => {
        expect(await copy(6, 'aa\n', 'bb\n', 'cc\n')).toMatchObject({ bytes: 6, lines: 2, cut: true, text: 'aa\nbb\n' });
        expect(await copy(5, 'aa\nbb\ncc\n')).toMatchObject({ lines: 1, cut: true, text: 'aa\n' });
        expect(await copy(7, 'aa\nb', 'b\nc', 'c')).toMatchObject({ lines: 2, cut: true, text: 'aa\nbb\n' });
        expect(await copy(6, 'aa\nbb\n')).toMatchObject({ lines: 2, cut: false });
    });

    it('that breaks off is no export', async () => {
        const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
            pull(controller) {
                controller.error(new TypeError('network'));
            },
        });
        await expect(copyStream(broken, { write: async () => {} }, () => {})).rejects.toThrow('network');
    });
});
