import { describe, expect, it } from 'vitest';
import { place, rowsHeight } from './scroll';

describe('a list that is longer than a browser can draw', () => {
    it('is drawn as it is while it fits', () => {
        expect(rowsHeight(1_000, 40)).toBe(40_000);
        expect(place(4_000, 400, 1_000, 40, 0)).toEqual({ first: 100, last: 110, top: 4_000 });
        expect(place(4_010, 400, 1_000, 40, 2)).toEqual({ first: 98, last: 113, top: 3_920 });
    });

    it('reaches its first and its last row by the scroll bar', () => {
        const rows = 1_000_000;
        const drawn = rowsHeight(rows, 40);
        expect(drawn).toBeLessThan(17_000_000);
        expect(place(0, 400, rows, 40, 0)).toEqual({ first: 0, last: 10, top: 0 });
        const end = place(drawn - 400, 400, rows, 40, 0);
        expect(end.last).toBe(rows);
        expect(end.first).toBe(rows - 10);
        expect(end.top).toBeCloseTo(drawn - 400);
        expect(place(drawn * 2, 400, rows, 40, 0).last).toBe(rows);
    });

    it('passes every row on the way', () => {
        const rows = 300_000;
        let before = 0;
        let passed = true;
        for (let scrolled = 0; scrolled < rowsHeight(rows, 40); scrolled += 200) {
            const { first, last } = place(scrolled, 400, rows, 40, 0);
            passed &&= first <= before;
            before = last;
        }
        expect(passed).toBe(true);
        expect(before).toBe(rows);
    });

    it('has nothing where there is nothing', () => {
        expect(place(0, 400, 0, 40, 10)).toMatchObject({ first: 0, last: 0 });
    });
});
