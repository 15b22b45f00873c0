import { afterEach, expect, it, vi } from 'vitest';

const SESSION = { access_token: 'one', account: 'anna', expires_in: 300 };

function answering(...answers: { ok: boolean; status: number }[]) {
    vi.stubGlobal('fetch', () => Promise.resolve({ ...answers.shift(), json: () => Promise.resolve(SESSION) }));
}

const YES = { ok: true, status: 200 };
const NO = { ok: false, status: 401 };

afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
});

it('a session that never was is not lost', async () => {
    const session = await import('./session');
    answering(NO);
    expect(await session.accessToken()).toBeNull();
    expect(session.sessionWasLost()).toBe(false);
});

it('a session that ends under way is lost, and back once somebody signs in again', async () => {
    const session = await import('./session');
    const told = vi.fn();
    const stop = session.onSessionChange(told);
    answering(YES, NO, NO, YES, NO);
    expect(await session.accessToken()).toBe('one');
    session.forgetToken('one');
    expect(await session.accessToken()).toBeNull();
    expect(await session.accessToken()).toBeNull();
    expect(session.sessionWasLost()).toBe(true);
    expect(told).toHaveBeenCalledTimes(1);
    expect(await session.accessToken()).toBe('one');
    expect(session.sessionWasLost()).toBe(false);
    expect(told).toHaveBeenCalledTimes(2);
    stop();
    session.forgetToken('one');
    await session.accessToken();
    expect(told).toHaveBeenCalledTimes(2);
});

it('a token that another took the place of is not forgotten with it', async () => {
    const session = await import('./session');
    answering(YES);
    expect(await session.accessToken()).toBe('one');
    session.forgetToken('an older one');
    expect(await session.accessToken()).toBe('one');
});
