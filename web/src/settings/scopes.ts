import type { Schemas } from '../api/client';

export interface TokenDraft {
    name: string;
    data: 'read' | 'write' | 'none';
    namespaceAdmin: boolean;
    patterns: string;
    days: string;
}

/** The scopes that a form means; none where it would make a token that may do nothing. */
export function scopesOf({ data, namespaceAdmin }: Pick<TokenDraft, 'data' | 'namespaceAdmin'>): Schemas['Scope'][] {
    const scopes: Schemas['Scope'][] = data === 'none' ? [] : [data];
    return namespaceAdmin ? [...scopes, 'namespace-admin'] : scopes;
}
