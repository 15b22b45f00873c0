import { describe, expect, it } from 'vitest';
import { durationText, type Hashing, rateOf, seldom } from './hashing';

const file: Hashing = { name: 'scan.dcm', size: 3_000, read: 1_000, begunAt: 10_000, at: 12_000, failed: false };

describe('a file that is being hashed', () => {
    it('has a rate and an end', () => {
        expect(rateOf(file)).toEqual({ rate: 500, left: 4 });
        expect(rateOf({ ...file, read: 3_000 })?.left).toBe(0);
        expect(rateOf({ ...file, read: 4_000 })?.left).toBe(0);
    });

    it('has none that is a guess', () => {
        expect(rateOf({ ...file, at: 10_100 })).toBeNull();
        expect(rateOf({ ...file, read: 0 })).toBeNull();
    });

    it('is told of seldom, however small its pieces are', () => {
        let now = 0;
        const told: number[] = [];
        const tell = seldom(100, () => now, (read) => told.push(read));

        for (let read = 1; read <= 1_000; read++) {
            now = read;
            tell(read);
        }

        expect(told).toEqual([1, 101, 201, 301, 401, 501, 601, 701, 801, 901]);
    });
});

describe('a duration', () => {
    it('is told in its two largest units', () => {
        expect(durationText(0)).toBe('0 s');
        expect(durationText(0.2)).toBe('1 s');
        expect(durationText(65)).toBe('1 min 5 s');
        expect(durationText(3_600)).toBe('1 h');
        expect(durationText(7 * 86_400)).toBe('7 days');
        expect(durationText(86_400 + 3_600 + 59)).toBe('1 day 1 h');
    });
});
