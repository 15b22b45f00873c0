import { useCallback, useEffect, useRef, useState } from 'react';
import { api, ApiProblem, type Problem } from '../../api/client';
import { type Copied, copyStream } from './exportStream';
import { type Filters, queryOf } from './filters';

export type Format = 'csv' | 'ndjson';

/** Where a browser cannot write to a file as it goes, all of it is in memory first, and no more than this. */
const MOST_IN_MEMORY = 256_000_000;

export type ExportState =
    | { step: 'none' }
    | { step: 'running'; copied: Copied }
    | { step: 'done'; name: string; copied: Copied; cut: boolean }
    | { step: 'failed'; error: unknown; copied: Copied | null };

type Picker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** Saves exactly the events that fit the filters, as they come. */
export function useExport(filters: Filters) {
    const [state, setState] = useState<ExportState>({ step: 'none' });
    const running = useRef<AbortController | null>(null);
    useEffect(() => () => running.current?.abort(), []);

    const start = useCallback(
        async (format: Format) => {
            running.current?.abort();
            const leaving = new AbortController();
            running.current = leaving;
            let copied: Copied | null = null;
            const tell = (state: ExportState) => {
                if (running.current === leaving) {
                    setState(state);
                }
            };
            try {
                const place = await placeFor(nameOf(format));
                tell({ step: 'running', copied: { bytes: 0, lines: 0 } });
                const body = await ask(filters, format, leaving.signal);
                try {
                    const done = await copyStream(
                        body,
                        place,
                        (now) => {
                            copied = now;
                            tell({ step: 'running', copied: now });
                        },
                        place.most,
                    );
                    const name = await place.finish(done.cut);
                    tell({ step: 'done', name, copied: done, cut: done.cut });
                } catch (error) {
                    await place.discard();
                    throw error;
                }
            } catch (error) {
                tell(isAbort(error) ? { step: 'none' } : { step: 'failed', error, copied });
            }
        },
        [filters],
    );
    const cancel = useCallback(() => running.current?.abort(), []);
    return { state, start, cancel };
}

function isAbort(error: unknown): boolean {
    return error instanceof DOMException && error.name === 'AbortError';
}

function nameOf(format: Format): string {
    return `bale-events-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${format}`;
}

async function ask(filters: Filters, format: Format, signal: AbortSignal) {
    const { data, error, response } = await api.GET('/v1/audit/events', {
        params: { query: { ...queryOf(filters), format } },
        parseAs: 'stream',
        signal,
    });
    if (!response.ok || !data) {
        throw new ApiProblem(response.status, error as Problem);
    }
    return data as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
}

interface Place {
    most?: number;
    write(piece: Uint8Array<ArrayBuffer>): Promise<void>;
    /** Makes the file whole, and returns its name. */
    finish(cut: boolean): Promise<string>;
    discard(): Promise<void>;
}

/** A file that the person chooses, where the browser has that; else one in memory that is downloaded at the end. */
function placeFor(name: string): Promise<Place> {
    const pick = (window as { showSaveFilePicker?: Picker }).showSaveFilePicker;
    return pick ? chosenFile(pick, name) : Promise.resolve(inMemory(name));
}

async function chosenFile(pick: Picker, name: string): Promise<Place> {
    const file = await pick({ suggestedName: name });
    const writing = await file.createWritable();
    return {
        write: (piece) => writing.write(piece),
        finish: async () => {
            await writing.close();
            return file.name;
        },
        // What was there before stays.
        discard: () => writing.abort().catch(() => undefined),
    };
}

function inMemory(name: string): Place {
    let pieces: BlobPart[] = [];
    return {
        most: MOST_IN_MEMORY,
        write: async (piece) => {
            pieces.push(piece);
        },
        finish: async (cut) => {
            const saved = cut ? name.replace(/\.(\w+)$/, '-cut.$1') : name;
            download(new Blob(pieces), saved);
            return saved;
        },
        discard: async () => {
            pieces = [];
        },
    };
}

const LINK_LIVES_MILLIS = 60_000;

/** Lets the browser save it. */
export function download(blob: Blob, name: string): void {
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(address), LINK_LIVES_MILLIS);
}
