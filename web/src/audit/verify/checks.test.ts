import { describe, expect, it } from 'vitest';
import { textOf } from './bytes';
import { type Check, checkBeginning, checkEvent, checkSignature, type Shown } from './checks';
import { type Digest, nodeHash } from './merkle';
import { SampleTrail } from './sampleTrail';

const results = (checks: Check[]) => checks.map((check) => check.result);
const [A, B, C] = [0, 1, 2] as const;

/** A trail of three leaves: what proves each of them, and that it begins with two, is known by hand. */
async function three() {
    const trail = await (await SampleTrail.make()).runs(1, 2);
    const kept = trail.newest();
    trail.event('grant', '{"grant":17}');
    const newest = await trail.head();
    const digests = trail.digests as [Digest, Digest, Digest];
    const sealed = trail.leaf(C).event;
    const answer = { leaf: C, hash: textOf(digests[C]), event: { ...sealed }, proof: [textOf(nodeHash(digests[A], digests[B]))], head: newest };
    const shown: Shown = {
        event: '3',
        at: String(sealed.at).replace(/\.0+Z/, 'Z'),
        kind: 'grant',
        outcome: 'ok',
        account: 0,
        detail: { grant: 17 },
    };
    return { trail, kept, newest, digests, answer, shown };
}

describe('the beginning of a trail', () => {
    it('is proven, and asked for once', async () => {
        const { kept, newest, digests } = await three();
        const asked: number[][] = [];
        const check = await checkBeginning(kept, newest, async (from, to) => {
            asked.push([from, to]);
            return { proof: [textOf(digests[C])] };
        });
        expect(check.result).toBe('right');
        expect(asked).toEqual([[2, 3]]);
    });

    it('is not that of a head that was altered, nor of a longer or another trail', async () => {
        const { kept, newest, digests } = await three();
        const ask = async () => ({ proof: [textOf(digests[C])] });
        expect((await checkBeginning({ ...kept, root: newest.root }, newest, ask)).result).toBe('wrong');
        expect((await checkBeginning(kept, { ...newest, root: kept.root }, ask)).result).toBe('wrong');
        expect((await checkBeginning({ ...kept, size: 4 }, newest, ask)).detail).toContain('cut off');
        expect((await checkBeginning({ ...kept, log: 'another' }, newest, ask)).detail).toContain('another trail');
        expect((await checkBeginning(kept, newest, async () => ({ proof: ['x'] }))).result).toBe('wrong');
        expect((await checkBeginning({ ...newest, root: kept.root }, newest, ask)).result).toBe('wrong');
        expect((await checkBeginning(newest, newest, ask)).result).toBe('right');
    });
});

describe('one event', () => {
    it('is proven by its own bytes', async () => {
        const { trail, answer, shown } = await three();
        expect(results(await checkEvent(shown, answer, trail.keys()))).toEqual(['right', 'right', 'right', 'right']);
    });

    it('is not, with a byte changed', async () => {
        const { trail, answer, shown } = await three();
        const edited = { ...answer, event: { ...answer.event, outcome: 'denied' } };
        expect(results(await checkEvent(shown, edited, trail.keys()))).toEqual(['wrong', 'wrong', 'wrong', 'right']);
    });

    it('is not, shown otherwise than sealed', async () => {
        const { trail, answer, shown } = await three();
        for (const change of [{ event: '2' }, { kind: 'revoke' }, { account: 1 }, { grant: 'grant:1' }, { detail: { grant: 18 } }, { detail: undefined }, { at: '2026-11-20T08:00:09Z' }]) {
            expect(results(await checkEvent({ ...shown, ...change }, answer, trail.keys()))[1]).toBe('wrong');
        }
    });

    it('is not, at another place, with another proof or under another signature', async () => {
        const { trail, answer, shown, digests, newest } = await three();
        expect(results(await checkEvent(shown, { ...answer, leaf: A }, trail.keys()))[2]).toBe('wrong');
        expect(results(await checkEvent(shown, { ...answer, proof: [textOf(digests[A])] }, trail.keys()))[2]).toBe('wrong');
        expect(results(await checkEvent(shown, { ...answer, head: { ...newest, number: 7 } }, trail.keys()))[3]).toBe('wrong');
        expect(results(await checkEvent(shown, answer, (await SampleTrail.make()).keys()))[3]).toBe('wrong');
        expect(results(await checkEvent(shown, { ...answer, head: {} }, trail.keys()))).toEqual(['wrong']);
    });

    it('of a month that was dropped is proven by its hash alone', async () => {
        const { trail, answer, shown } = await three();
        expect(results(await checkEvent(shown, { ...answer, event: undefined }, trail.keys()))).toEqual(['unable', 'right', 'right']);
    });
});

describe('a browser without cryptography', () => {
    it('says that it cannot tell', async () => {
        const { trail, newest } = await three();
        const { crypto } = globalThis;
        Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
        try {
            expect((await checkSignature(newest, trail.keys(), 'it')).result).toBe('unable');
        } finally {
            Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
        }
    });
});
