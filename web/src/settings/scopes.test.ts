import { expect, it } from 'vitest';
import { scopesOf } from './scopes';

it('a token has the scopes that its form says, and may have none of data', () => {
    expect(scopesOf({ data: 'read', namespaceAdmin: false })).toEqual(['read']);
    expect(scopesOf({ data: 'write', namespaceAdmin: true })).toEqual(['write', 'namespace-admin']);
    expect(scopesOf({ data: 'none', namespaceAdmin: true })).toEqual(['namespace-admin']);
    expect(scopesOf({ data: 'none', namespaceAdmin: false })).toEqual([]);
});
