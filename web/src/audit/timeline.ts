/** A stretch of time, in milliseconds since 1970. */
export interface Span {
    from: number;
    to: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Around a single moment. */
const LEAST = MINUTE;

/** Marks at every so many milliseconds, days or months. */
type Step = { millis: number } | { days: number } | { months: number };

const STEPS: Step[] = [
    ...[SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE].map((millis) => ({ millis })),
    ...[HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR].map((millis) => ({ millis })),
    ...[1, 2, 7, 14].map((days) => ({ days })),
    ...[1, 3, 6, 12, 24, 60, 120].map((months) => ({ months })),
];

/** What a timeline of these moments shows: all of them; with a minute around them where they are closer than that. */
export function spanOf(times: number[]): Span {
    // Not Math.min(...times), which takes no more than some ten thousand.
    const from = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    const to = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
    if (to - from >= LEAST) {
        return { from, to };
    }
    const middle = (from + to) / 2;
    return { from: middle - LEAST / 2, to: middle + LEAST / 2 };
}

/** How far into the span a moment is, in percent. */
export function percentOf(time: number, span: Span): number {
    return Math.min(100, Math.max(0, (100 * (time - span.from)) / (span.to - span.from)));
}

/** Round moments of the viewer's zone within the span, as close as there is room for. */
export function ticksOf(span: Span, most: number): number[] {
    for (const step of STEPS) {
        if ((span.to - span.from) / lengthOf(step) <= most) {
            const ticks = ticksBy(step, span);
            if (ticks.length <= most) {
                return ticks;
            }
        }
    }
    return [];
}

function lengthOf(step: Step): number {
    return 'millis' in step ? step.millis : 'days' in step ? step.days * DAY : step.months * 30 * DAY;
}

function ticksBy(step: Step, span: Span): number[] {
    const ticks: number[] = [];
    for (let at = beginning(step, new Date(span.from)); at.getTime() <= span.to; at = next(step, at)) {
        if (at.getTime() >= span.from) {
            ticks.push(at.getTime());
        }
    }
    return ticks;
}

/** A round moment that is not after this one. */
function beginning(step: Step, at: Date): Date {
    const day = new Date(at.getFullYear(), at.getMonth(), at.getDate());
    if ('millis' in step) {
        return new Date(day.getTime() + Math.floor((at.getTime() - day.getTime()) / step.millis) * step.millis);
    }
    if ('days' in step) {
        return day;
    }
    const months = at.getFullYear() * 12 + at.getMonth();
    return new Date(0, months - (months % step.months) - 1900 * 12, 1);
}

function next(step: Step, at: Date): Date {
    if ('millis' in step) {
        return new Date(at.getTime() + step.millis);
    }
    // By the calendar: days may have 23 hours and months 28 days.
    return 'days' in step
        ? new Date(at.getFullYear(), at.getMonth(), at.getDate() + step.days)
        : new Date(at.getFullYear(), at.getMonth() + step.months, 1);
}

/** What stands at a mark: what differs between the marks of such a span. */
export function tickText(time: number, span: Span): string {
    const at = new Date(time);
    const length = span.to - span.from;
    if (length <= 10 * MINUTE) {
        return at.toLocaleTimeString('en', { timeStyle: 'medium' });
    }
    const clock = at.toLocaleTimeString('en', { timeStyle: 'short' });
    if (length <= 20 * HOUR) {
        return clock;
    }
    if (length <= 3 * DAY) {
        return `${at.toLocaleDateString('en', { month: 'short', day: 'numeric' })}, ${clock}`;
    }
    return at.toLocaleDateString(
        'en',
        length <= 300 * DAY ? { month: 'short', day: 'numeric' } : { year: 'numeric', month: 'short' },
    );
}

/** How many of the moments fall into each of so many equal parts of the span. */
export function bucketsOf(times: number[], span: Span, parts: number): number[] {
    const buckets = new Array<number>(parts).fill(0);
    for (const time of times) {
        const part = Math.min(parts - 1, Math.floor((percentOf(time, span) / 100) * parts));
        buckets[part] = (buckets[part] ?? 0) + 1;
    }
    return buckets;
}
