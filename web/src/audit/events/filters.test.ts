import { describe, expect, it } from 'vitest';
import { draftOf, type Filters, filtersOf, isSameAsked, localInput, queryOf, readDraft } from './filters';

const all: Filters = {
    principal: 'anna',
    package: 'team/sales',
    version: '3fa9c1',
    fragment: `sha256:${'ab'.repeat(32)}`,
    kind: 'push,hand-out',
    outcome: 'ok',
    address: '192.0.2.0/24',
    grant: '17',
    request: '0123456789abcdef',
    since: '2026-11-01T08:00:00.123456Z',
    until: '2026-11-22T08:00:00Z',
};

describe('filters', () => {
    it('stand in the address, go into the form and come back as they were', () => {
        expect(filtersOf({ ...all, event: '5', other: 'x' })).toEqual(all);
        expect(readDraft(draftOf(all), all)).toEqual({ filters: all });
        expect(isSameAsked(all, { ...all })).toBe(true);
        expect(isSameAsked(all, { ...all, grant: undefined })).toBe(false);
    });

    it('ask for any of several kinds', () => {
        expect(queryOf(all).kind).toEqual(['push', 'hand-out']);
        expect(queryOf({}).kind).toBeUndefined();
    });

    it('are taken as people type them', () => {
        const typed = {
            ...draftOf({}),
            principal: '  anna ',
            grant: 'grant:17',
            request: '0123456789ABCDEF',
            fragment: 'AB'.repeat(32),
            package: 'team/sales',
            version: '3FA9',
        };
        expect(readDraft(typed, {})).toEqual({
            filters: expect.objectContaining({
                principal: 'anna',
                grant: '17',
                request: '0123456789abcdef',
                fragment: `sha256:${'ab'.repeat(32)}`,
                version: '3fa9',
            }),
        });
    });

    it('say what is wrong, each at its field', () => {
        const wrong = { ...draftOf({}), version: '3f', grant: 'x', request: '12', fragment: 'md5', since: '2026-11-22T10:00:00', until: '2026-11-22T09:00:00' };
        expect(Object.keys((readDraft(wrong, {}) as { mistakes: object }).mistakes).sort()).toEqual([
            'fragment',
            'grant',
            'request',
            'until',
            'version',
        ]);
        expect(readDraft({ ...draftOf({}), version: '3fa9', package: 'team' }, {})).toHaveProperty('mistakes.version');
    });

    it('have times in the viewer’s zone in the form and in UTC in the address', () => {
        const typed = { ...draftOf({}), since: '2026-11-22T10:00:30' };
        const read = readDraft(typed, {}) as { filters: Filters };
        expect(read.filters.since).toBe(new Date('2026-11-22T10:00:30').toISOString());
        expect(localInput(read.filters.since)).toBe('2026-11-22T10:00:30');
        expect(localInput('yesterday')).toBe('');
    });
});
