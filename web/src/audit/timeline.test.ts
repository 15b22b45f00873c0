import { describe, expect, it } from 'vitest';
import { bucketsOf, percentOf, spanOf, tickText, ticksOf } from './timeline';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = new Date(2026, 2, 10, 14, 7, 31).getTime();

describe('the span of a timeline', () => {
    it('is zoomed to the first and the last moment', () => {
        expect(spanOf([at + DAY, at, at + HOUR])).toEqual({ from: at, to: at + DAY });
    });

    it('has a minute where everything is at one moment, which stands in its middle', () => {
        const span = spanOf([at, at]);

        expect(span.to - span.from).toBe(60_000);
        expect(percentOf(at, span)).toBe(50);
    });

    it('takes more moments than a function takes arguments', () => {
        expect(spanOf(Array.from({ length: 300_000 }, (_, i) => at + i * 1_000)).to).toBe(at + 299_999_000);
    });
});

describe('marks', () => {
    const lengths = [60_000, 5 * 60_000, HOUR, 7 * HOUR, 20 * HOUR, DAY, 36 * HOUR, 2 * DAY, 3 * DAY, 4 * DAY, 20 * DAY, 90 * DAY, 400 * DAY, 4_000 * DAY];

    it('are few, in order and within the span, however long it is', () => {
        for (const length of lengths) {
            const ticks = ticksOf({ from: at, to: at + length }, 6);

            expect(ticks.length).toBeGreaterThan(0);
            expect(ticks.length).toBeLessThanOrEqual(6);
            expect(ticks).toEqual(ticks.toSorted((one, other) => one - other));
            expect(ticks.every((tick) => tick >= at && tick <= at + length)).toBe(true);
        }
    });

    it('stand at midnight of the viewer where days are told apart', () => {
        for (const tick of ticksOf({ from: at, to: at + 20 * DAY }, 6)) {
            expect(new Date(tick).getHours()).toBe(0);
        }
    });

    it('are each told differently', () => {
        for (const length of lengths) {
            const span = { from: at, to: at + length };
            const texts = ticksOf(span, 6).map((tick) => tickText(tick, span));

            expect(new Set(texts).size).toBe(texts.length);
        }
    });
});

describe('parts of a span', () => {
    it('count every moment once, the last one too', () => {
        const span = { from: 0, to: 100 };

        expect(bucketsOf([0, 1, 50, 99, 100], span, 4)).toEqual([2, 0, 1, 2]);
    });
});
