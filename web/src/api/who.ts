import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client';
import { accessToken, sessionWasLost } from './session';

/** Who is signed in; null when nobody is. Whose session was lost stays until he signs in again: his forms must not go away. */
export function useWho() {
    return useQuery({
        queryKey: ['who'],
        queryFn: async ({ client }): Promise<Schemas['Account'] | null> => {
            if ((await accessToken()) !== null) {
                return ask(api.GET('/v1/whoami'));
            }
            return sessionWasLost() ? (client.getQueryData<Schemas['Account'] | null>(['who']) ?? null) : null;
        },
        staleTime: 60_000,
    });
}
