import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';

export type PackageName = { namespace: string; name: string };
export type EntryLine = Schemas['EntryLine'];

const LIST = 50;
/** So many items an answer has: with the longest paths and metadata they stay below 1 MB. */
export const WINDOW = 400;

/** Which packages a list is of. */
export interface PackageQuestion {
    prefix?: string;
    filter?: string;
    order?: 'name' | 'recent';
    mine?: boolean;
}

/** The packages that the viewer may see and the question asks for. */
export function usePackages(question: PackageQuestion) {
    return usePages(['packages', question], async (after) => {
        const page = await ask(api.GET('/v1/packages', { params: { query: { ...question, after, limit: LIST } } }));
        return { items: page.packages, next: page.next };
    });
}

export function usePackage(of: PackageName) {
    return useQuery({
        queryKey: ['package', of.namespace, of.name],
        queryFn: () => ask(api.GET('/v1/packages/{namespace}/{name}', { params: { path: of } })),
    });
}

/** The version that a reference means; the newest without one. */
export function useVersion(of: PackageName, reference: string, enabled: boolean) {
    return useQuery({
        queryKey: ['version', of.namespace, of.name, reference],
        queryFn: () =>
            ask(
                api.GET('/v1/packages/{namespace}/{name}/versions/{reference}', {
                    params: { path: { ...of, reference } },
                }),
            ),
        enabled,
        placeholderData: keepPreviousData,
    });
}

/** The files and sub-folders of one folder of a version; its first page says how many entries lie below it. */
export function useFolder(of: PackageName, topHash: string, folder: string, view: string | undefined) {
    return usePages(['folder', of.namespace, of.name, topHash, view, folder], async (after) => {
        const page = await ask(
            api.GET('/v1/packages/{namespace}/{name}/versions/{reference}/entries', {
                params: { path: { ...of, reference: topHash }, query: { folder, view, after, limit: WINDOW } },
            }),
        );
        return { items: page.entries, next: page.next, below: page.below };
    });
}

/** The items of a folder from the one on that is, or holds, the entry of that number below it. */
export async function readFolderFrom(of: PackageName, topHash: string, folder: string, view: string | undefined, from: number) {
    const page = await ask(
        api.GET('/v1/packages/{namespace}/{name}/versions/{reference}/entries', {
            params: { path: { ...of, reference: topHash }, query: { folder, view, from, limit: WINDOW } },
        }),
    );
    return page.entries;
}

/** The entry at a path; null when there is none. */
export async function findEntry(of: PackageName, topHash: string, path: string, view: string | undefined) {
    const page = await ask(
        api.GET('/v1/packages/{namespace}/{name}/versions/{reference}/entries', {
            params: { path: { ...of, reference: topHash }, query: { prefix: path, view, limit: 1 } },
        }),
    );
    const first = page.entries[0];
    return first?.path === path ? first : null;
}
