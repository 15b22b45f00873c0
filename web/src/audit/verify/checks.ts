import { digestOf, digestsOf } from './bytes';
import { type Fields, leafOf } from './event';
import { headOf, type Keys, type Signed, type SignedHead } from './head';
import { includes, isConsistent, isSame } from './merkle';

/** One thing that was computed, and what came out. `unable`: this browser cannot compute it. */
export interface Check {
    result: 'right' | 'wrong' | 'unable';
    what: string;
    detail: string;
}

const SIGNED: Record<Signed, Pick<Check, 'result' | 'detail'>> = {
    right: { result: 'right', detail: 'The signature fits the head, computed by this browser.' },
    wrong: { result: 'wrong', detail: 'The signature does not fit: the head was altered.' },
    'no-such-key': { result: 'wrong', detail: 'It is signed with a key that is not among the published ones.' },
    unable: {
        result: 'unable',
        detail: 'This browser cannot check such a signature: it needs https and a browser that knows Ed25519. Use bale audit verify.',
    },
};

export async function checkSignature(head: SignedHead, keys: Keys, name: string): Promise<Check> {
    return { what: `Signature of ${name}`, ...SIGNED[await keys.check(head)] };
}

/** That the newest tree begins with the tree of a head that was kept. The proof is asked for only where it can exist. */
export async function checkBeginning(
    kept: SignedHead,
    newest: SignedHead,
    ask: (from: number, to: number) => Promise<{ proof: unknown[] }>,
): Promise<Check> {
    const what = `The trail begins with the ${kept.size} leaves of head ${kept.number}`;
    const no = (detail: string): Check => ({ result: 'wrong', what, detail });
    if (kept.log !== newest.log) {
        return no('The kept head is of another trail. Was the registry set up anew, or is it another one?');
    }
    if (kept.size > newest.size) {
        return no(`The trail has only ${newest.size} leaves now: its tail was cut off, or a restore lost it.`);
    }
    if (kept.size === 0) {
        return { result: 'right', what, detail: 'The kept head is over nothing.' };
    }
    const from = digestOf(kept.root);
    const to = digestOf(newest.root);
    const proof = kept.size === newest.size ? [] : digestsOf((await ask(kept.size, newest.size)).proof);
    if (!from || !to || !proof || !isConsistent(kept.size, from, newest.size, to, proof)) {
        return no('The proof does not lead from the kept root to the newest one: what was sealed before has been changed.');
    }
    return { result: 'right', what, detail: 'The consistency proof leads from the kept root to the newest one: nothing sealed until then was changed.' };
}

/** What the API answers to the question for a proof. */
export interface Proof {
    leaf: number;
    hash: string;
    event?: unknown;
    proof: unknown[];
    head: unknown;
}

/** What the list shows of an event, to be compared with what was sealed. */
export interface Shown {
    event: string;
    at: string;
    kind: string;
    outcome: string;
    account?: number;
    credential?: string;
    grant?: string;
    request_id?: string;
    entries?: number;
    detail?: unknown;
}

/** That an event is under a signed head, by its own bytes. */
export async function checkEvent(shown: Shown, answer: Proof, keys: Keys): Promise<Check[]> {
    const head = headOf(answer.head);
    const digests = digestsOf(answer.proof);
    const told = digestOf(answer.hash);
    const root = head && digestOf(head.root);
    if (!head || !digests || !told || !root) {
        return [{ result: 'wrong', what: 'The proof', detail: 'The answer is not what a proof looks like.' }];
    }
    const sealed = answer.event as Fields | undefined;
    const leaf = sealed === undefined ? null : leafOf(sealed);
    const isIn = includes(leaf ?? told, answer.leaf, head.size, digests, root);
    return [
        sealed === undefined
            ? { result: 'unable', what: 'The event’s bytes', detail: 'Its month was dropped: only the hash of its leaf is left.' }
            : leaf !== null && isSame(leaf, told)
              ? { result: 'right', what: `Leaf ${answer.leaf}`, detail: 'Its hash was computed from the event’s own bytes.' }
              : { result: 'wrong', what: `Leaf ${answer.leaf}`, detail: 'The event’s bytes do not give the hash of its leaf: it was edited.' },
        ...(sealed === undefined ? [] : [checkShown(shown, sealed)]),
        isIn
            ? { result: 'right', what: `In the tree of head ${head.number}`, detail: `The inclusion proof leads from the leaf to the root over ${head.size} leaves.` }
            : { result: 'wrong', what: `In the tree of head ${head.number}`, detail: 'The proof does not lead from the leaf to the root.' },
        await checkSignature(head, keys, `head ${head.number}`),
    ];
}

function checkShown(shown: Shown, sealed: Fields): Check {
    const same =
        String(sealed.id) === shown.event &&
        Date.parse(String(sealed.at)) === Date.parse(shown.at) &&
        sealed.kind === shown.kind &&
        sealed.outcome === shown.outcome &&
        sealed.account_id === shown.account &&
        sealed.credential === shown.credential &&
        sealed.grant_note === shown.grant &&
        sealed.request_id === shown.request_id &&
        sealed.entries === shown.entries &&
        isSameDetail(sealed.detail, shown.detail);
    return same
        ? { result: 'right', what: 'What is shown is what was sealed', detail: 'Number, time, kind, outcome, account number, credential, grant, request, entries and detail are the same.' }
        : { result: 'wrong', what: 'What is shown is what was sealed', detail: 'The registry shows this event otherwise than it was sealed.' };
}

function isSameDetail(sealed: unknown, shown: unknown): boolean {
    if (sealed === undefined || shown === undefined) {
        return sealed === shown;
    }
    try {
        return JSON.stringify(JSON.parse(String(sealed))) === JSON.stringify(shown);
    } catch {
        return false;
    }
}
