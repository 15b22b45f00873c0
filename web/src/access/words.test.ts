import { describe, expect, it } from 'vitest';
import { endOf, type Grant, localField, momentOf, placeText, principalKey, principalText, reachText, stateOf, takenBy } from './words';

const now = new Date('2026-11-22T12:00:00Z');

function grant(changed: Partial<Grant>): Grant {
    return {
        grant: '1',
        principal: { kind: 'account', name: 'anna' },
        role: 'reader',
        namespace: 'team',
        made_at: '2026-01-01T00:00:00Z',
        ...changed,
    };
}

describe('principals', () => {
    it('are told apart where an account and a team have one name', () => {
        expect(principalText({ kind: 'account', name: 'harvest' })).toBe('harvest');
        expect(principalText({ kind: 'team', name: 'harvest' })).toBe('team harvest');
        expect(principalKey({ kind: 'team', name: 'harvest' })).toBe('team:harvest');
        expect(principalKey({ kind: 'everyone' })).toBe('everyone');
    });
});

describe('places and reaches', () => {
    it('are told in full', () => {
        expect(placeText({ namespace: 'team' })).toBe('team/');
        expect(placeText({ namespace: 'team', name: 'scans', path: 'raw' })).toBe('team/scans//raw');
        expect(reachText(undefined)).toBe('nothing');
        expect(reachText({ role: 'writer', grants: ['1'] })).toBe('writer');
        expect(reachText({ paths: ['a', 'b'], grants: ['1'] })).toBe('reader of a, b');
        expect(reachText({ registry_admin: true, grants: [] })).toBe('all, as administrator of the registry');
    });
});

describe('a grant', () => {
    it('is live, revoked or expired', () => {
        expect(stateOf(grant({}), now)).toBe('live');
        expect(stateOf(grant({ expires_at: '2026-11-22T12:00:01Z' }), now)).toBe('live');
        expect(stateOf(grant({ expires_at: '2026-11-22T12:00:00Z' }), now)).toBe('expired');
        expect(stateOf(grant({ revoked_at: '2026-02-01T00:00:00Z', expires_at: '2027-01-01T00:00:00Z' }), now)).toBe('revoked');
    });

    it('is taken by a revoke of many as the registry takes it', () => {
        const owner = grant({ grant: '1', role: 'owner' });
        const whole = grant({ grant: '2', principal: { kind: 'team', name: 'anna' } });
        const inPackage = grant({ grant: '3', name: 'scans', role: 'owner' });
        const ended = grant({ grant: '4', name: 'scans', revoked_at: '2026-02-01T00:00:00Z' });
        const all = [owner, whole, inPackage, ended];
        const taken = (principal: string | undefined, name?: string) =>
            takenBy(all, principal, { namespace: 'team', name }, now).map((each) => each.grant);
        expect(taken(undefined)).toEqual(['2', '3']);
        expect(taken(undefined, 'scans')).toEqual(['3']);
        expect(taken('account:anna')).toEqual(['1', '3']);
        expect(taken('team:anna', 'scans')).toEqual([]);
    });
});

describe('an end', () => {
    it('is never, a number of days ahead or a moment', () => {
        expect(endOf({ days: '', at: '' }, now)).toBeUndefined();
        expect(endOf({ days: '7', at: '' }, now)).toBe('2026-11-29T12:00:00.000Z');
        expect(endOf({ days: 'at', at: localField('2026-12-24T18:00:00Z') }, now)).toBe('2026-12-24T18:00:00.000Z');
        expect(endOf({ days: 'at', at: '' }, now)).toBeUndefined();
    });

    it('goes into a field for local time and comes out the same', () => {
        expect(momentOf(localField('2026-12-24T18:07:00Z'))).toBe('2026-12-24T18:07:00.000Z');
        expect(localField(undefined)).toBe('');
        expect(localField('nonsense')).toBe('');
        expect(momentOf('')).toBeUndefined();
    });
});
