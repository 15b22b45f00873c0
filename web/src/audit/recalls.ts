import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useWho } from '../api/who';

/** Whether anything is recalled from the viewer that he has not acknowledged: asked once a page load, of whoever is signed in. */
export function useOpenRecall() {
    const who = useWho().data;
    return useQuery({
        queryKey: ['recalls', 'open', who?.name],
        queryFn: async () => (await ask(api.GET('/v1/recalls', { params: { query: { limit: 1 } } }))).recalls.length > 0,
        enabled: Boolean(who),
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
    });
}
