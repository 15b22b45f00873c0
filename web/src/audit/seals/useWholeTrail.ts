import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, type Problem } from '../../api/client';
import { accessToken } from '../../api/session';
import type { SignedHead } from '../verify/head';
import type { TrailReport } from '../verify/trail';
import { askKeys } from './ask';
import type { Order, Told } from './verify.worker';

export type WholeTrail =
    | { step: 'none' }
    | { step: 'running'; leaves: number; bytes: number }
    | { step: 'cancelled' }
    | { step: 'done'; report: TrailReport; seconds: number }
    | { step: 'failed'; error: unknown };

/** Verifies the whole trail in a worker, so that the page stays alive; one at a time. */
export function useWholeTrail() {
    const [state, setState] = useState<WholeTrail>({ step: 'none' });
    const worker = useRef<Worker | null>(null);
    useEffect(() => () => worker.current?.terminate(), []);

    const start = useCallback(async (kept: SignedHead | null) => {
        worker.current?.terminate();
        const fresh = new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' });
        worker.current = fresh;
        const begun = performance.now();
        const set = (next: WholeTrail) => {
            if (worker.current === fresh) {
                setState(next);
            }
        };
        set({ step: 'running', leaves: 0, bytes: 0 });
        fresh.onerror = () => set({ step: 'failed', error: new Error('The verification could not be started. Load the page again.') });
        fresh.onmessage = ({ data }: MessageEvent<Told>) => {
            if ('leaves' in data) {
                set({ step: 'running', ...data });
                return;
            }
            fresh.terminate();
            set('report' in data ? { step: 'done', report: data.report, seconds: (performance.now() - begun) / 1_000 } : { step: 'failed', error: errorOf(data) });
        };
        try {
            const [keys, token] = [await askKeys(), await accessToken()];
            fresh.postMessage({ keys, token, kept } satisfies Order);
        } catch (error) {
            fresh.terminate();
            set({ step: 'failed', error });
        }
    }, []);
    const cancel = useCallback(() => {
        worker.current?.terminate();
        worker.current = null;
        setState({ step: 'cancelled' });
    }, []);
    return { state, start, cancel };
}

function errorOf(told: Exclude<Told, { leaves: number } | { report: TrailReport }>): unknown {
    if ('broken' in told) {
        return new Error(`The export broke off (${told.broken}). Nothing is said of the trail; verify again.`);
    }
    const { problem, status } = told;
    const known = typeof problem === 'object' && problem !== null && 'detail' in problem;
    return known ? new ApiProblem(status, problem as Problem) : new Error('The registry does not answer as it should. Try again in a moment.');
}
