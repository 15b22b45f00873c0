import { describe, expect, it } from 'vitest';
import { behind } from './behind';

describe('how far the newest head is behind', () => {
    it('is told in seconds of events', () => {
        const head = '2026-11-22T09:00:01.000000Z';
        expect(behind(head, undefined)).toContain('nothing');
        expect(behind(head, '2026-11-22T09:00:00.5Z')).toContain('nothing');
        expect(behind(head, '2026-11-22T09:00:01.2Z')).toBe('events of the second after it');
        expect(behind(head, '2026-11-22T09:00:04.2Z')).toBe('events of the 4 seconds after it');
    });
});
