import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/** One page of a list: its items, and the cursor of the next one. */
export interface ListPage<T> {
    items: T[];
    next: string | undefined;
}

/** A list that the API gives page by page, as far as it was read. */
export function usePages<T, P extends ListPage<T> = ListPage<T>>(
    key: QueryKey,
    read: (after: string | undefined) => Promise<P & ListPage<T>>,
    options: {
        enabled?: boolean;
        staleTime?: number;
        refetchOnWindowFocus?: boolean;
        refetchOnReconnect?: boolean;
        retry?: boolean;
    } = {},
) {
    const query = useInfiniteQuery({
        queryKey: key,
        queryFn: ({ pageParam }) => read(pageParam),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (last) => last.next,
        ...options,
    });
    const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
    return { ...query, items };
}
