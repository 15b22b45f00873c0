import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { useWho } from '../api/who';
import type { Scope } from './words';

const PAGE = 200;
const WHAT_IF_PACKAGES = 10;

export type PackageName = { namespace: string; name: string };

export function isPackage(scope: Scope): scope is PackageName {
    return scope.name !== undefined;
}

/** Grants that concern a package or a namespace; with `ended` those of the past, too. */
export function useGrants(scope: Scope, ended: boolean, enabled = true) {
    return usePages(
        ['grants', scope.namespace, scope.name, ended],
        async (after) => {
            const query = { ended, after, limit: PAGE };
            const page = isPackage(scope)
                ? await ask(api.GET('/v1/packages/{namespace}/{name}/access', { params: { path: scope, query } }))
                : await ask(api.GET('/v1/namespaces/{namespace}/access', { params: { path: scope, query } }));
            return { items: page.grants, next: page.next };
        },
        { enabled },
    );
}

/** What changes when somebody's access does. */
export function useAccessChanged() {
    const queries = useQueryClient();
    return () =>
        Promise.all(
            ['grants', 'grants-of', 'readers', 'explain', 'rights', 'members', 'what-if'].map((key) =>
                queries.invalidateQueries({ queryKey: [key] }),
            ),
        );
}

/** Whether the viewer may see the grants of a place, and whether he may change them. */
export function useRights(scope: Scope) {
    const who = useWho();
    const rights = useQuery({
        queryKey: ['rights', scope.namespace, scope.name, who.data?.name],
        queryFn: () => (isPackage(scope) ? mayAdminister(scope) : owns(scope.namespace)),
        enabled: who.data != null,
    });
    const change = rights.data === true;
    return {
        who: who.data,
        isPending: who.isPending || (who.data != null && rights.isPending),
        error: who.error ?? rights.error,
        refetch: rights.refetch,
        change,
        see: change || who.data?.auditor === true,
    };
}

async function mayAdminister(of: PackageName): Promise<boolean> {
    const answer = await ask(
        api.GET('/v1/packages/{namespace}/{name}/access/explain', { params: { path: of, query: { action: 'administer' } } }),
    );
    return answer.allowed;
}

/** What a namespace holds is told to its owners and administrators alone. */
async function owns(namespace: string): Promise<boolean> {
    const answer = await ask(api.GET('/v1/namespaces/{namespace}', { params: { path: { namespace } } }));
    return answer.use !== undefined;
}

/** The packages that a change at this place is tried on: the one, or the first of the namespace. */
export function useTried(scope: Scope) {
    return useQuery({
        queryKey: ['tried', scope.namespace, scope.name],
        queryFn: async (): Promise<{ packages: PackageName[]; more: boolean }> => {
            if (isPackage(scope)) {
                return { packages: [{ namespace: scope.namespace, name: scope.name }], more: false };
            }
            const page = await ask(
                api.GET('/v1/packages', { params: { query: { prefix: `${scope.namespace}/`, limit: WHAT_IF_PACKAGES } } }),
            );
            return { packages: page.packages.map(({ namespace, name }) => ({ namespace, name })), more: page.next !== undefined };
        },
    });
}

export interface EffectOn {
    of: PackageName;
    effect: Schemas['AccessEffects']['effects'][number];
}

/** Who would gain or lose what on these packages by a change that nobody has made. */
export function useEffects(packages: PackageName[] | undefined, change: Schemas['AccessChange'] | null) {
    return useQuery({
        queryKey: ['what-if', packages, change],
        queryFn: async (): Promise<{ effects: EffectOn[]; more: boolean }> => {
            const answers = await Promise.all(
                (packages ?? []).map(async (of) => ({
                    of,
                    answer: await ask(
                        api.POST('/v1/packages/{namespace}/{name}/access/what-if', {
                            params: { path: of, query: { limit: 100 } },
                            body: change ?? {},
                        }),
                    ),
                })),
            );
            return {
                effects: answers.flatMap(({ of, answer }) => answer.effects.map((effect) => ({ of, effect }))),
                more: answers.some(({ answer }) => answer.next !== undefined),
            };
        },
        enabled: packages !== undefined && change !== null,
        staleTime: 0,
        gcTime: 0,
    });
}
