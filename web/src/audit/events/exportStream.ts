/** How far an export is. */
export interface Copied {
    bytes: number;
    lines: number;
}

/** Where an export goes. */
export interface Target {
    write(piece: Uint8Array<ArrayBuffer>): Promise<void>;
}

const LINE_END = 10;

/** Copies the stream, whole lines at a time; `cut` when it has more than `most` bytes: what was copied then ends with a whole line. */
export async function copyStream(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    target: Target,
    progress: (copied: Copied) => void,
    most = Number.POSITIVE_INFINITY,
): Promise<Copied & { cut: boolean }> {
    const reader = stream.getReader();
    const copied = { bytes: 0, lines: 0 };
    let rest = new Uint8Array(0);
    const write = async (piece: Uint8Array<ArrayBuffer>) => {
        await target.write(piece);
        copied.bytes += piece.length;
        copied.lines += piece.reduce((lines, byte) => (byte === LINE_END ? lines + 1 : lines), 0);
        progress({ ...copied });
    };
    for (;;) {
        const { done, value } = await reader.read();
        if (done) {
            if (rest.length > 0) {
                await write(rest);
            }
            return { ...copied, cut: false };
        }
        const piece = joined(rest, value);
        const cut = copied.bytes + piece.length > most;
        const within = piece.subarray(0, cut ? most - copied.bytes : piece.length);
        const end = within.lastIndexOf(LINE_END) + 1;
        if (end > 0) {
            await write(within.slice(0, end));
        }
        if (cut) {
            await reader.cancel();
            return { ...copied, cut: true };
        }
        rest = piece.slice(end);
    }
}

function joined(one: Uint8Array<ArrayBuffer>, other: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    if (one.length === 0) {
        return other;
    }
    const both = new Uint8Array(one.length + other.length);
    both.set(one);
    both.set(other, one.length);
    return both;
}
