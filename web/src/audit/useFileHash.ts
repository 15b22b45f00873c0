import { useCallback, useEffect, useRef, useState } from 'react';

export interface Hashing {
    name: string;
    size: number;
    read: number;
    failed: boolean;
}

type Told = { read: number } | { sha256: string } | { failed: true };

/** Hashes files in a worker, one at a time: a new one takes the place of the one before. */
export function useFileHash(done: (sha256: string) => void) {
    const [hashing, setHashing] = useState<Hashing | null>(null);
    const worker = useRef<Worker | null>(null);
    useEffect(() => () => worker.current?.terminate(), []);
    const start = useCallback(
        (file: File) => {
            worker.current?.terminate();
            const fresh = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' });
            worker.current = fresh;
            const state = { name: file.name, size: file.size, read: 0, failed: false };
            setHashing(state);
            fresh.onerror = () => setHashing({ ...state, failed: true });
            fresh.onmessage = ({ data }: MessageEvent<Told>) => {
                if ('read' in data) {
                    setHashing({ ...state, read: data.read });
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
    return { hashing, start };
}
