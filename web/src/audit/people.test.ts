import { describe, expect, it } from 'vitest';
import { fieldOf, momentOf, nextSort, type Person, sorted } from './people';

function person(account: string | undefined, first: string, more: Partial<Person> = {}): Person {
    return {
        account,
        kind: account === undefined ? 'public' : 'person',
        first_at: first,
        last_at: first,
        hand_outs: 1,
        addresses: [],
        programs: [],
        grants: [],
        versions: [],
        version_count: 1,
        more: false,
        may_read: [],
        ...more,
    };
}

const anna = person('anna', '2026-03-02T00:00:00Z', { hand_outs: 20 });
const bert = person('bert', '2026-03-01T00:00:00Z', { may_read: ['a/b'] });
const nobody = person(undefined, '2026-03-03T00:00:00Z', { hand_outs: 3 });
const names = (people: Person[]) => people.map((one) => one.account);

describe('people', () => {
    it('are sorted by a column, and backwards', () => {
        expect(names(sorted([bert, nobody, anna], 'who'))).toEqual([undefined, 'anna', 'bert']);
        expect(names(sorted([bert, nobody, anna], '-who'))).toEqual(['bert', 'anna', undefined]);
        expect(names(sorted([anna, bert, nobody], 'first'))).toEqual(['bert', 'anna', undefined]);
        expect(names(sorted([bert, nobody, anna], 'count'))).toEqual(['bert', undefined, 'anna']);
        expect(names(sorted([anna, nobody, bert], '-access'))).toEqual(['bert', 'anna', undefined]);
    });

    it('stay as they came where nobody asked, or for what is no column', () => {
        expect(sorted([bert, anna], undefined)).toEqual([bert, anna]);
        expect(sorted([bert, anna], 'constructor')).toEqual([bert, anna]);
    });

    it('are sorted one way, the other and then not', () => {
        expect(nextSort(undefined, 'who')).toBe('who');
        expect(nextSort('who', 'who')).toBe('-who');
        expect(nextSort('-who', 'who')).toBeUndefined();
        expect(nextSort('who', 'last')).toBe('last');
    });
});

describe('moments', () => {
    it('go into a field of the viewer and come back', () => {
        expect(momentOf(fieldOf('2026-03-29T00:30:00.000Z'))).toBe('2026-03-29T00:30:00.000Z');
        expect(fieldOf('2026-03-10T12:00:00Z')).toMatch(/^2026-03-1[01]T\d\d:\d\d$/);
    });

    it('that are none are left out', () => {
        expect(fieldOf(undefined)).toBe('');
        expect(fieldOf('yesterday')).toBe('');
        expect(momentOf('')).toBeUndefined();
        expect(momentOf('soon')).toBeUndefined();
    });
});
