import { describe, expect, it } from 'vitest';
import { findLine, mayLift, reminderText, stateOf, targetText, type Withdrawal } from './withdrawal';

const hash = `sha256:${'ab'.repeat(32)}`;
const now = Date.parse('2026-03-10T12:00:00Z');
const asked = { asked_at: '2026-03-01T00:00:00Z', asked_by: 'ada', due_at: '2026-03-08T00:00:00Z' };
const withdrawal: Withdrawal = {
    withdrawal: '17',
    kind: 'fragment',
    sha256: hash,
    shared: false,
    reason: 'Consent withdrawn',
    ticket: 'PRIV-17',
    made_at: '2026-03-01T00:00:00Z',
    made_by: 'ada',
    recall: { listed: true, people: 2, acknowledged: 1 },
};

describe('a withdrawal', () => {
    it('tells how far it is', () => {
        const of = (deletion?: Withdrawal['deletion'], lifted_at?: string) => stateOf({ deletion, lifted_at }, now);
        expect(of()).toBe('in force');
        expect(of(undefined, '2026-03-02T00:00:00Z')).toBe('lifted');
        expect(of(asked)).toBe('deletion asked for');
        const confirmed = { ...asked, confirmed_at: '2026-03-02T00:00:00Z', confirmed_by: 'bert' };
        expect(of(confirmed)).toBe('deletion is due');
        expect(of({ ...confirmed, due_at: '2026-03-11T00:00:00Z' })).toBe('deletion waits');
        expect(of({ ...confirmed, begun_at: '2026-03-08T00:00:00Z' })).toBe('being deleted');
        expect(of({ ...confirmed, begun_at: '2026-03-08T00:00:00Z', deleted_at: '2026-03-08T00:01:00Z' })).toBe('deleted');
    });

    it('can be lifted until its bytes begin to go', () => {
        expect(mayLift('deletion is due')).toBe(true);
        expect(mayLift('being deleted')).toBe(false);
        expect(mayLift('deleted')).toBe(false);
        expect(mayLift('lifted')).toBe(false);
    });

    it('is told by what was withdrawn', () => {
        expect(targetText(withdrawal)).toBe(hash);
        expect(targetText({ kind: 'entry', package: 'a/b', path: 'c/d', sha256: hash })).toBe('a/b//c/d');
        expect(targetText({ kind: 'version', package: 'a/b', version: hash })).toBe('a/b@abababababab');
    });

    it('is found in folders by what it holds', () => {
        expect(findLine(withdrawal)).toBe(`find . -type f -exec sha256sum {} + | grep ^${'ab'.repeat(32)}`);
        expect(findLine({ kind: 'version', package: 'a/b', version: hash })).toBeUndefined();
    });

    it('has a text for those who did not answer', () => {
        const text = reminderText(withdrawal, 'https://bale.example.org/recalls');

        expect(text).toContain('Why: Consent withdrawn (PRIV-17)');
        expect(text).toContain('https://bale.example.org/recalls');
        expect(text).toContain('bale recall ack 17');
    });
});
