import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KIND_GROUPS, kindName } from './kinds';
import { type Event, operation, sentence, whoOf } from './sentence';

/** The table of kinds in docs/audit-format.md. */
const documented = [...readFileSync('../docs/audit-format.md', 'utf8').matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \|/gm)]
    .flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind ?? ''))
    .filter((word) => !['id', 'at', 'kind', 'outcome', 'credential', 'xid', 'ordinals', 'cached', 'entries', 'detail'].includes(word));

const event = (of: Partial<Event>): Event => ({ event: '1', at: '2026-11-22T09:00:00Z', kind: 'push', outcome: 'ok', ...of });
const detail = (of: Record<string, unknown>) => of as Event['detail'];

describe('kinds of events', () => {
    it('are those of the documentation', () => {
        expect(KIND_GROUPS.flatMap(({ kinds }) => Object.keys(kinds)).sort()).toEqual([...new Set(documented)].sort());
    });

    it('each have words of their own', () => {
        for (const kind of documented) {
            expect(kindName(kind)).not.toBe(kind);
            expect(sentence(event({ kind, outcome: kind === 'denied' || kind === 'attempts' ? 'denied' : 'ok' }))).not.toBe(kind);
        }
        expect(sentence(event({ kind: 'of-a-later-version' }))).toBe('of-a-later-version');
    });
});

describe('sentences', () => {
    it('say how much was handed out', () => {
        expect(sentence(event({ kind: 'hand-out', entries: 1, all: true }))).toBe('was handed all 1 entry of');
        expect(sentence(event({ kind: 'hand-out', entries: 5, detail: detail({ purpose: 'cat' }) }))).toBe('was handed 5 entries (to look at) of');
    });

    it('say why something was refused', () => {
        const refused = event({ kind: 'denied', outcome: 'denied', detail: detail({ reason: 'not-visible', operation: 'getPackage', times: 3 }) });
        expect(sentence(refused)).toBe('was refused get package 3 more times: not visible, or not there');
        expect(sentence(event({ kind: 'sign-in', outcome: 'denied', detail: detail({ reason: 'wrong name or secret' }) }))).toBe(
            'could not sign in: wrong name or secret',
        );
        expect(operation('listEvents')).toBe('list events');
    });

    it('name whoever it was', () => {
        expect(whoOf(event({ principal: 'anna', account: 4 }))).toBe('anna');
        expect(whoOf(event({ account: 4, erased: true }))).toBe('account number 4 (erased)');
        expect(whoOf(event({}))).toBe('not signed in');
    });
});
