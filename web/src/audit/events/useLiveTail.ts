import { useCallback, useEffect, useRef, useState } from 'react';
import type { Filters } from './filters';
import { readEvents } from './readEvents';
import type { Event } from './sentence';
import { merged, Tail } from './tail';

const EVERY_MILLIS = 3_000;
/** More than so many are not collected: the list is loaded anew. */
const MOST = 1_000;

export type TailState = 'off' | 'running' | 'hidden' | 'failed' | 'full';

/**
 * Asks every few seconds for what is newer than the list, as long as it is switched on and the page is seen. While it is held, new events
 * wait, so that nothing moves under the reader. Another attempt starts it again after a failure.
 */
export function useLiveTail(filters: Filters, list: Event[], on: boolean, held: boolean, attempt = 0) {
    const [fresh, setFresh] = useState<Event[]>([]);
    const [waiting, setWaiting] = useState<Event[]>([]);
    const [state, setState] = useState<TailState>('off');
    const [error, setError] = useState<unknown>(null);
    const shown = useRef(list);
    const isHeld = useRef(held);
    shown.current = list;
    isHeld.current = held;

    const release = useCallback(() => {
        setWaiting((waited) => {
            setFresh((before) => merged(waited, before));
            return [];
        });
    }, []);
    useEffect(() => {
        if (!held) {
            release();
        }
    }, [held, release]);

    useEffect(() => {
        if (!on) {
            setState('off');
            return undefined;
        }
        const leaving = new AbortController();
        const tail = new Tail(filters, readEvents, () => performance.now());
        tail.knows(shown.current);
        let begun = false;
        let busy = false;
        let collected = 0;

        const stop = (last: TailState) => {
            window.clearInterval(timer);
            document.removeEventListener('visibilitychange', look);
            leaving.abort();
            setState(last);
        };
        const ask = async () => {
            if (!begun) {
                await tail.begin(leaving.signal);
                begun = true;
            }
            const { fresh: found, whole } = await tail.poll(leaving.signal);
            if (leaving.signal.aborted) {
                return;
            }
            if (found.length > 0) {
                (isHeld.current ? setWaiting : setFresh)((before) => merged(found, before));
            }
            collected += found.length;
            if (!whole || collected > MOST) {
                stop('full');
            }
        };
        const look = () => {
            if (document.hidden) {
                setState('hidden');
            } else if (!busy) {
                busy = true;
                setState('running');
                ask()
                    .catch((failure: unknown) => {
                        if (!leaving.signal.aborted) {
                            setError(failure);
                            stop('failed');
                        }
                    })
                    .finally(() => {
                        busy = false;
                    });
            }
        };
        const timer = window.setInterval(look, EVERY_MILLIS);
        document.addEventListener('visibilitychange', look);
        setError(null);
        look();
        return () => stop('off');
    }, [on, filters, attempt]);

    return { fresh, waiting, state, error, release };
}
