import { describe, expect, it } from 'vitest';
import { counted, exactTime, humanBytes, humanCount, humanTime, shortHash, visibleName } from './format';

describe('numbers', () => {
    it('are exact while they are small and rough when they are large', () => {
        expect(humanCount(9_999)).toBe('9,999');
        expect(humanCount(1_234_567)).toBe('1.23M');
        expect(counted(1, 'file')).toBe('1 file');
        expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    });

    it('of bytes have the units of the command line', () => {
        expect(humanBytes(0)).toBe('0 bytes');
        expect(humanBytes(1)).toBe('1 byte');
        expect(humanBytes(999)).toBe('999 bytes');
        expect(humanBytes(1_000)).toBe('1 kB');
        expect(humanBytes(27_136)).toBe('27.1 kB');
        expect(humanBytes(3e12)).toBe('3 TB');
    });
});

describe('times', () => {
    const now = new Date('2026-03-10T12:00:00Z');

    it('are told as a distance for a week', () => {
        expect(humanTime(new Date('2026-03-10T11:59:40Z'), now)).toBe('just now');
        expect(humanTime(new Date('2026-03-10T11:00:00Z'), now)).toBe('1 hour ago');
        expect(humanTime(new Date('2026-03-09T10:00:00Z'), now)).toBe('yesterday');
        expect(humanTime(new Date('2026-03-17T11:00:00Z'), now)).toBe('in 6 days');
    });

    it('are a day after that, and exact on request', () => {
        expect(humanTime(new Date('2025-01-02T12:00:00Z'), now)).toBe('Jan 2, 2025');
        expect(exactTime(new Date('2026-03-10T11:59:40.120Z'))).toBe('2026-03-10 11:59:40.120 UTC');
    });
});

describe('names', () => {
    it('show what would turn or hide their characters', () => {
        expect(visibleName('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
        expect(visibleName('a\u200Bb')).toBe('a⟨U+200B⟩b');
        expect(visibleName('données/ملف.csv')).toBe('données/ملف.csv');
    });

    it('of hashes are shortened', () => {
        expect(shortHash(`sha256:${'ab'.repeat(32)}`)).toBe('abababababab');
    });
});
