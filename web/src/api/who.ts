import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client';
import { accessToken } from './session';

/** Who is signed in; null when nobody is. */
export function useWho() {
    return useQuery({
        queryKey: ['who'],
        queryFn: async (): Promise<Schemas['Account'] | null> =>
            (await accessToken()) === null ? null : ask(api.GET('/v1/whoami')),
        staleTime: 60_000,
    });
}
