import { useEffect, useState } from 'react';

/** The time, told each second until a moment is over. */
export function useNow(until: number): number {
    const [now, setNow] = useState(() => Date.now());
    const over = now >= until;
    useEffect(() => {
        if (over) {
            return;
        }
        const timer = window.setInterval(() => setNow(Date.now()), 1_000);
        return () => window.clearInterval(timer);
    }, [over]);
    return now;
}
