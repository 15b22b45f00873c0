import { describe, expect, it } from 'vitest';
import { bytesOf, bytesText } from './amounts';

describe('a size', () => {
    it('is read as people write it', () => {
        expect(bytesOf('10 GB')).toBe(10_000_000_000);
        expect(bytesOf('1.5kb')).toBe(1_500);
        expect(bytesOf('0')).toBe(0);
        expect(bytesOf(' 12 bytes ')).toBe(12);
        expect(bytesOf('')).toBeUndefined();
    });

    it('is refused where it is none', () => {
        expect(bytesOf('much')).toBeNull();
        expect(bytesOf('10 GiB')).toBeNull();
        expect(bytesOf('-1')).toBeNull();
        expect(bytesOf('99999999999 PB')).toBeNull();
        expect(bytesOf('1 constructor')).toBeNull();
    });

    it('is written so that it is read the same', () => {
        for (const bytes of [0, 1, 999, 1_000, 1_500, 10_000_000_000, 1_234_567_890_123]) {
            expect(bytesOf(bytesText(bytes))).toBe(bytes);
        }
        expect(bytesText(10_000_000_000)).toBe('10 GB');
        expect(bytesText(undefined)).toBe('');
    });
});
