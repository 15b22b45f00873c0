import { api, ask } from '../../api/client';
import type { PublicKey } from '../verify/head';

export function askNewest() {
    return ask(api.GET('/v1/audit/heads/latest'));
}

export async function askKeys(): Promise<PublicKey[]> {
    return (await ask(api.GET('/v1/audit/keys'))).keys;
}

export function askConsistency(from: number, to: number) {
    return ask(api.GET('/v1/audit/consistency', { params: { query: { from: String(from), to: String(to) } } }));
}

export function askProof(event: string) {
    return ask(api.GET('/v1/audit/events/{event}/proof', { params: { path: { event } } }));
}

export function askHeads(after: number, limit: number) {
    return ask(api.GET('/v1/audit/heads', { params: { query: { after: String(after), limit } } }));
}

