import { Keys, type PublicKey, type SignedHead } from '../verify/head';
import { type TrailReport, VerifyTrail, verifyStream } from '../verify/trail';

export interface Order {
    token: string | null;
    keys: PublicKey[];
    kept: SignedHead | null;
}

export type Told =
    | { leaves: number; bytes: number }
    | { report: TrailReport }
    | { status: number; problem: unknown }
    | { broken: string };

const PAUSE_MILLIS = 150;
const tell = (told: Told) => self.postMessage(told);

/** Reads the whole trail as it comes, computes everything of it, and keeps nothing. */
self.onmessage = async ({ data }: MessageEvent<Order>) => {
    try {
        const answer = await fetch('/v1/audit/export', {
            headers: data.token === null ? {} : { Authorization: `Bearer ${data.token}` },
        });
        if (!answer.ok || !answer.body) {
            tell({ status: answer.status, problem: await answer.json().catch(() => null) });
            return;
        }
        const verify = new VerifyTrail(new Keys(data.keys), data.kept);
        let told = 0;
        const report = await verifyStream(answer.body, verify, (bytes) => {
            if (performance.now() - told > PAUSE_MILLIS) {
                told = performance.now();
                tell({ leaves: verify.leaves, bytes });
            }
        });
        tell({ report });
    } catch (error) {
        tell({ broken: error instanceof Error ? error.message : String(error) });
    }
};
