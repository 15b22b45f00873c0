/** A file that is being hashed; `at` and `begunAt` are milliseconds of one clock. */
export interface Hashing {
    name: string;
    size: number;
    read: number;
    begunAt: number;
    at: number;
    failed: boolean;
}

/** Before that a rate is a guess. */
const LEAST_MILLIS = 500;

/** How fast it goes, in bytes a second, and for how many seconds more; null while it cannot be told. */
export function rateOf({ size, read, begunAt, at }: Hashing): { rate: number; left: number } | null {
    const millis = at - begunAt;
    if (millis < LEAST_MILLIS || read === 0) {
        return null;
    }
    const rate = (read * 1_000) / millis;
    return { rate, left: Math.max(0, size - read) / rate };
}

/** Lets one call in so many milliseconds through: a screen shows no more, and each message costs. */
export function seldom(millis: number, clock: () => number, tell: (read: number) => void): (read: number) => void {
    let last = Number.NEGATIVE_INFINITY;
    return (read) => {
        const now = clock();
        if (now - last >= millis) {
            last = now;
            tell(read);
        }
    };
}

/** `40 s`, `3 min 5 s`, `2 h 10 min`, `3 days 4 h`: the two largest units. */
export function durationText(seconds: number): string {
    const whole = Math.max(0, Math.ceil(seconds));
    const parts: [number, string][] = [
        [Math.floor(whole / 86_400), Math.floor(whole / 86_400) === 1 ? 'day' : 'days'],
        [Math.floor(whole / 3_600) % 24, 'h'],
        [Math.floor(whole / 60) % 60, 'min'],
        [whole % 60, 's'],
    ];
    const first = parts.findIndex(([count]) => count > 0);
    if (first < 0) {
        return '0 s';
    }
    return parts
        .slice(first, first + 2)
        .filter(([count]) => count > 0)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(' ');
}
