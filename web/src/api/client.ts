import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.gen';
import { accessToken, forgetToken } from './session';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

/** What the registry refused, in its own words. */
export class ApiProblem extends Error {
    constructor(
        readonly status: number,
        readonly problem: Problem,
    ) {
        super(problem.detail);
    }
}

const bearer: Middleware = {
    async onRequest({ request }) {
        const token = await accessToken();
        if (token) {
            request.headers.set('Authorization', `Bearer ${token}`);
        }
        return request;
    },
};

/** One further try with a fresh token, where the registry took the old one no more. */
async function fetchOnceMore(request: Request): Promise<Response> {
    const again = request.clone();
    const answer = await fetch(request);
    const sent = request.headers.get('Authorization')?.slice('Bearer '.length) ?? null;
    if (answer.status !== 401 || sent === null) {
        return answer;
    }
    void answer.body?.cancel();
    forgetToken(sent);
    const token = await accessToken();
    if (token) {
        again.headers.set('Authorization', `Bearer ${token}`);
    } else {
        again.headers.delete('Authorization');
    }
    return fetch(again);
}

/** The contract, as typed functions. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: fetchOnceMore });
api.use(bearer);

/** The answer's JSON; what is no answer becomes an {@link ApiProblem}. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Exclude<T, string>> {
    const { data, error, response } = await call;
    if (!response.ok) {
        throw new ApiProblem(response.status, problemOf(error, response.status));
    }
    return data as Exclude<T, string>;
}

function problemOf(error: unknown, status: number): Problem {
    if (typeof error === 'object' && error !== null && 'detail' in error) {
        return error as Problem;
    }
    return {
        type: '/problems/internal',
        title: 'No answer',
        status,
        detail: 'The registry does not answer as it should. Try again in a moment.',
    };
}
