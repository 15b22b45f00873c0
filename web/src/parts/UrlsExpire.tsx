import { Time } from './Values';

/** Until when URLs that were handed out before a revocation go on working: nobody can take those back. */
export function UrlsExpire({ at }: { at: string }) {
    return (
        <>
            URLs handed out before may work until <Time value={at} long />, at the latest; no new ones are signed.
        </>
    );
}
