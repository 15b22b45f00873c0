import { useCallback, useEffect, useRef, useState } from 'react';
import type { Hashing } from './hashing';

type Told = { read: number } | { sha256: string } | { failed: true };

/** Hashes files in a worker, one at a time: a new one takes the place of the one before, and `cancel` stops it. */
export function useFileHash(done: (sha256: string) => void) {
    const [hashing, setHashing] = useState<Hashing | null>(null);
    const worker = useRef<Worker | null>(null);
    const cancel = useCallback(() => {
        worker.current?.terminate();
        // What it has told already and nobody has read yet is of a file that nobody wants any more.
        worker.current = null;
        setHashing(null);
    }, []);
    useEffect(() => () => worker.current?.terminate(), []);
    const start = useCallback(
        (file: File) => {
            worker.current?.terminate();
            const fresh = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' });
            worker.current = fresh;
            const begunAt = performance.now();
            const state = { name: file.name, size: file.size, read: 0, begunAt, at: begunAt, failed: false };
            setHashing(state);
            fresh.onerror = () => setHashing({ ...state, failed: true });
            fresh.onmessage = ({ data }: MessageEvent<Told>) => {
                if (worker.current !== fresh) {
                    return;
                }
                if ('read' in data) {
                    setHashing({ ...state, read: data.read, at: performance.now() });
                } else if ('sha256' in data) {
                    setHashing(null);
                    fresh.terminate();
                    done(data.sha256);
                } else {
                    setHashing({ ...state, failed: true });
                }
            };
            fresh.postMessage(file);
        },
        [done],
    );
    return { hashing, start, cancel };
}
