import { keepDraftsOf } from '../parts/drafts';
import type { components } from './schema.gen';

type ShortSession = components['schemas']['ShortSession'];

/** Before its end by so much a token is traded for anew. */
const EARLY_MILLIS = 30_000;

let current: { token: string; account: string; renewAt: number } | null = null;
let trade: Promise<string | null> | null = null;
/** Somebody was signed in since the page was loaded. */
let known = false;
let lost = false;
const listeners = new Set<() => void>();

/** Whether somebody was signed in in this window and is no longer: the session was ended, has expired, or its account is disabled. */
export function sessionWasLost(): boolean {
    return lost;
}

/** Calls this whenever a session is found to be lost, or is back; answers how to stop that. */
export function onSessionChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function setLost(now: boolean): void {
    if (lost !== now) {
        lost = now;
        listeners.forEach((listener) => listener());
    }
}

/**
 * The access token of whoever is signed in with this browser; null when nobody is. It lives in memory alone: the cookie that it is
 * traded for is out of reach of any script.
 */
export function accessToken(): Promise<string | null> {
    if (current && Date.now() < current.renewAt) {
        return Promise.resolve(current.token);
    }
    trade ??= tradeCookie().finally(() => {
        trade = null;
    });
    return trade;
}

/** Forgets the token, for one that the registry no longer takes. */
export function forgetToken(token: string | null): void {
    if (current?.token === token) {
        current = null;
    }
}

async function tradeCookie(): Promise<string | null> {
    const answer = await fetch('/v1/sessions/browser', { method: 'POST' });
    if (answer.status === 401) {
        // Unread, it would hold its connection.
        void answer.body?.cancel();
        setLost(known);
        current = null;
        return null;
    }
    if (!answer.ok) {
        throw new Error('The registry does not say who is signed in. Load the page again.');
    }
    const session = (await answer.json()) as ShortSession;
    if (keepDraftsOf(session.account)) {
        window.location.reload();
    }
    known = true;
    setLost(false);
    current = {
        token: session.access_token,
        account: session.account,
        renewAt: Date.now() + Math.max(1_000, session.expires_in * 1_000 - EARLY_MILLIS),
    };
    return current.token;
}

/** Where to sign in, and then back: to this page, where no other is named. */
export function signInAddress(back: string = window.location.pathname + window.location.search): string {
    return `/sign-in?return_to=${encodeURIComponent(back)}`;
}
