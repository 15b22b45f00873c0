import { describe, expect, it } from 'vitest';
import { headIn, headOf, Keys, rawSignature, signedBytes } from './head';
import { SampleTrail } from './sampleTrail';

describe.each(['Ed25519', 'P-256'] as const)('a head signed by %s', (algorithm) => {
    it('is right as it was signed, and wrong with anything else in it', async () => {
        const trail = await (await SampleTrail.make(algorithm)).runs(1, 3);
        const head = trail.newest();
        const keys = trail.keys();

        expect(await keys.check(head)).toBe('right');
        expect(await keys.check({ ...head, size: head.size - 1 })).toBe('wrong');
        expect(await keys.check({ ...head, root: `sha256:${'0'.repeat(64)}` })).toBe('wrong');
        expect(await keys.check({ ...head, at: head.at.replace('08:', '09:') })).toBe('wrong');
        expect(await keys.check({ ...head, log: head.log.replace('6', '7') })).toBe('wrong');
        expect(await keys.check({ ...head, signature: '' })).toBe('wrong');
        expect(await keys.check({ ...head, signature: 'no base64' })).toBe('wrong');
    });

    it('is signed by nobody known where the key is another, whatever id it is given', async () => {
        const trail = await (await SampleTrail.make(algorithm)).runs(1, 1);
        const other = await SampleTrail.make(algorithm);

        expect(await other.keys().check(trail.newest())).toBe('no-such-key');
        expect(await new Keys([{ ...other.publicKey, id: trail.publicKey.id }]).check(trail.newest())).toBe('no-such-key');
        expect(await other.keys().check({ ...trail.newest(), key: other.publicKey.id })).toBe('wrong');
    });
});

describe('a head', () => {
    it('is read from its JSON, and from a line of a log', async () => {
        const trail = await (await SampleTrail.make()).runs(1, 2);
        const text = SampleTrail.text(trail.newest());

        expect(headIn(text)).toEqual(trail.newest());
        expect(headIn(`2026-11-22 INFO sealed head=${text}`)).toEqual(trail.newest());
        expect(headIn(`{"head":${text}}`)).toEqual(trail.newest());
        expect(text).toMatch(/^\{"at":".*","bale_head":1,"epoch":1,"key":".*","log":".*","number":0,"root":"sha256:.*","signature":".*","size":2\}$/);
        expect(new TextDecoder().decode(signedBytes(trail.newest()))).toBe(text.replace(/"signature":"[^"]*",/, ''));
    });

    it('is none when a field is missing or of another form', async () => {
        const head = (await (await SampleTrail.make()).runs(1, 2)).newest();

        expect(headIn('no head')).toBeNull();
        expect(headIn('[]')).toBeNull();
        for (const change of [{ bale_head: 2 }, { size: -1 }, { size: 1.5 }, { root: 'sha256:00' }, { at: '2026' }, { key: undefined }]) {
            expect(headOf({ ...head, ...change })).toBeNull();
        }
    });
});

describe('a signature in DER', () => {
    it('is refused when it is cut, longer than it says or of longer numbers', () => {
        const right = [0x30, 6, 2, 1, 5, 2, 1, 7];
        expect(rawSignature(Uint8Array.from(right))?.[31]).toBe(5);
        expect(rawSignature(Uint8Array.from(right))?.[63]).toBe(7);
        for (const wrong of [right.slice(0, -1), [...right, 0], [0x31, ...right.slice(1)], [0x30, 37, 2, 33, ...new Array(33).fill(9), 2, 0], []]) {
            expect(rawSignature(Uint8Array.from(wrong))).toBeNull();
        }
    });
});
