import type { Schemas } from '../api/client';

export type Grant = Schemas['Grant'];
export type Role = Grant['role'];

/** Where a grant is good: a package, or a namespace with all that is in it. */
export interface Scope {
    namespace: string;
    name?: string;
}

/** What each role may do, in a sentence. */
export const ROLES: Record<Role, string> = {
    reader: 'Sees the package, its tags and its log, and installs it.',
    writer: 'Does what a reader does, pushes versions, and sets and deletes tags.',
    owner: 'Does what a writer does, grants and revokes, renames and moves it.',
};

/** The same on a namespace. */
export const NAMESPACE_ROLES: Record<Role, string> = {
    reader: 'Sees and installs every package that is and will be here.',
    writer: 'Does what a reader does, pushes to every package, and makes new ones here.',
    owner: 'Does what a writer does, grants and revokes everywhere here, renames and moves packages.',
};

const KINDS = { account: '', team: 'team ', everyone: 'everyone', public: 'public' };

/** Such as «anna», «team harvest» or «everyone». */
export function principalText({ kind, name }: Schemas['Principal']): string {
    return KINDS[kind] + (name ?? '');
}

/** As the API takes it, so that an account and a team of one name are not confused. */
export function principalKey({ kind, name }: Schemas['Principal']): string {
    return kind === 'everyone' || kind === 'public' ? kind : `${kind}:${name ?? ''}`;
}

export function scopeText({ namespace, name }: Scope): string {
    return name === undefined ? `${namespace}/` : `${namespace}/${name}`;
}

/** What a grant is on, in full. */
export function placeText({ namespace, name, path }: Pick<Grant, 'namespace' | 'name' | 'path'>): string {
    return scopeText({ namespace, name }) + (path === undefined ? '' : `//${path}`);
}

/** What somebody may do with a package. */
export function reachText(reach: Schemas['Reach'] | undefined): string {
    if (reach === undefined) {
        return 'nothing';
    }
    if (reach.registry_admin === true) {
        return 'all, as administrator of the registry';
    }
    if (reach.paths !== undefined) {
        return `reader of ${reach.paths.join(', ')}`;
    }
    return reach.role ?? 'reader';
}

/** How a grant stands now. */
export function stateOf(grant: Grant, now: Date): 'live' | 'revoked' | 'expired' {
    if (grant.revoked_at !== undefined) {
        return 'revoked';
    }
    return grant.expires_at !== undefined && new Date(grant.expires_at) <= now ? 'expired' : 'live';
}

/** Those of the live grants that a revoke of many takes: of a principal, or all but those of the namespace's owners. */
export function takenBy(grants: Grant[], principal: string | undefined, of: Scope, now: Date): Grant[] {
    return grants.filter(
        (grant) =>
            stateOf(grant, now) === 'live' &&
            (of.name === undefined || grant.name !== undefined) &&
            (principal === undefined
                ? !(grant.role === 'owner' && grant.name === undefined)
                : principalKey(grant.principal) === principal),
    );
}

const DAY_MILLIS = 86_400_000;

/** When a grant that is made now is to end: after so many days, or at a time on the viewer's clock; undefined for never. */
export function endOf(end: { days: string; at: string }, now: Date): string | undefined {
    if (end.days === '') {
        return undefined;
    }
    const at = end.days === 'at' ? new Date(end.at) : new Date(now.getTime() + Number(end.days) * DAY_MILLIS);
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A moment as a field for local time shows it; and empty for none. */
export function localField(iso: string | undefined): string {
    const at = iso === undefined ? null : new Date(iso);
    if (at === null || Number.isNaN(at.getTime())) {
        return '';
    }
    const two = (value: number) => String(value).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that such a field shows; undefined while there is none. */
export function momentOf(field: string): string | undefined {
    const at = new Date(field);
    return field === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
