import { lazyRouteComponent } from '@tanstack/react-router';

/**
 * A page whose program is fetched when it is first opened. Where that fails because the registry is away, the page says so and can be
 * tried again; where the registry answers, it is a newer release with other files, and the router loads everything anew, once.
 */
export function lazyPage<T extends Record<string, unknown>, Name extends keyof T>(fetchPage: () => Promise<T>, name: Name) {
    return lazyRouteComponent(
        () =>
            fetchPage().catch(async (failure: unknown) => {
                throw (await registryAnswers()) ? failure : new TypeError('The registry does not answer.');
            }),
        name,
    );
}

async function registryAnswers(): Promise<boolean> {
    try {
        const answer = await fetch('/v1', { cache: 'no-store' });
        void answer.body?.cancel();
        return answer.ok;
    } catch {
        return false;
    }
}
