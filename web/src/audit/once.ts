/** For questions to the trail: every request is an event itself, so nothing is asked again on its own. */
export const ONCE = { staleTime: 300_000, refetchOnWindowFocus: false, refetchOnReconnect: false, retry: false } as const;
