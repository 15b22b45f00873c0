import { describe, expect, it } from 'vitest';
import { SampleTrail } from './sampleTrail';
import type { TrailReport } from './trail';

const DAY = 86_400_000;
const kinds = (report: TrailReport) => [...new Set(report.findings.map((finding) => finding.kind))];
const sample = async () => (await (await SampleTrail.make()).runs(3, 4)).end();

describe('a whole trail', () => {
    it('is right as it was sealed, and begins with each head that was kept', async () => {
        const trail = await sample();

        for (const kept of [null, ...trail.heads]) {
            expect(await trail.verify(kept)).toMatchObject({ leaves: 12, heads: 3, unsealed: 0, findings: [], count: 0 });
        }
    });

    it('may have events that are not sealed yet', async () => {
        const trail = await (await SampleTrail.make()).runs(2, 2);
        trail.unsealed('2026-11-20T08:00:01.500000Z');
        expect(await trail.end().verify()).toMatchObject({ unsealed: 1, count: 0 });
    });
});

describe('what was changed is found', () => {
    it('a byte of an event', async () => {
        const trail = await sample();
        trail.leaf(5).event.kind = 'Hand-out';
        expect(await trail.verify()).toMatchObject({ count: 1, findings: [{ kind: 'edited', event: 6 }] });
    });

    it('a byte of an event, its leaf made to fit', async () => {
        const trail = await sample();
        trail.leaf(5).event.outcome = 'denied';
        const report = await trail.rehash().verify();
        expect(report.findings).toMatchObject([{ kind: 'edited', message: expect.stringContaining('Leaves 4 to 7') }]);
    });

    it('a field that was added, and a number that is no whole one', async () => {
        const trail = await sample();
        trail.leaf(2).event.entries = 5;
        trail.leaf(3).event.entries = 1.5;
        expect((await trail.verify()).count).toBe(2);
    });

    it('a leaf that was left out', async () => {
        const trail = await sample();
        trail.remove(trail.leaf(5));
        const report = await trail.verify();
        expect(report.findings[0]).toMatchObject({ kind: 'missing', message: expect.stringContaining('Leaves 5 to 5') });
        expect(kinds(await trail.rehash().verify())).toEqual(['edited']);
    });

    it('an event whose leaf stayed', async () => {
        const trail = await sample();
        const line: Record<string, unknown> = trail.leaf(5);
        delete line.event;
        delete line.personal;
        expect(kinds(await trail.verify())).toEqual(['missing']);
    });

    it('two events in another order', async () => {
        const trail = await sample();
        const one = trail.lines.indexOf(trail.leaf(4));
        [trail.lines[one], trail.lines[one + 1]] = [trail.lines[one + 1] as never, trail.lines[one] as never];
        expect(kinds(await trail.rehash().verify())).toContain('reordered');
    });

    it('an event that was invented under the seals', async () => {
        const trail = await sample();
        const invented = trail.event('grant');
        expect(kinds(await trail.verify())).toContain('file');
        trail.remove(invented);
        trail.lines.splice(-1, 0, invented);
        expect((await trail.verify()).findings).toMatchObject([{ kind: 'invented', message: expect.stringContaining('no head') }]);
    });

    it('an event of before that no leaf has', async () => {
        const trail = await (await SampleTrail.make()).runs(1, 2);
        await trail.pass(DAY).runs(1, 2);
        trail.unsealed('2026-11-20T09:00:00.000000Z');
        expect(kinds(await trail.end().verify())).toEqual(['invented']);
    });

    it('an event that came with a date of long before', async () => {
        const trail = await (await SampleTrail.make()).runs(1, 2);
        await trail.pass(DAY).runs(1, 2);
        trail.event('hand-out', undefined, '2026-11-20T09:00:00.000000Z');
        await trail.head();
        expect(kinds(await trail.end().verify())).toEqual(['invented']);
    });

    it('a wrong signature', async () => {
        const trail = await sample();
        const line = trail.lines.find((candidate) => 'head' in candidate) as { head: { signature: string } };
        line.head = { ...line.head, signature: trail.newest().signature };
        expect((await trail.verify()).findings).toMatchObject([{ kind: 'head', message: expect.stringContaining('signature') }]);
    });

    it('a head of somebody else', async () => {
        const trail = await sample();
        const other = await SampleTrail.make();
        expect(kinds(await trail.verify(null, other.keys()))).toEqual(['head']);
    });

    it('a head that was left out', async () => {
        const trail = await sample();
        trail.remove(trail.lines.find((line) => 'head' in line) as Record<string, unknown>);
        expect(kinds(await trail.verify())).toContain('head');
    });

    it('a shortened tree, by the head that was kept', async () => {
        const trail = await (await SampleTrail.make()).runs(2, 4);
        const shorter = [...trail.lines, { end: trail.newest() }];
        await trail.runs(1, 4);
        const kept = trail.newest();
        const text = shorter.map((line) => JSON.stringify(line)).join('\n');

        expect((await trail.verify(null, trail.keys(), text)).count).toBe(0);
        expect(kinds(await trail.verify(kept, trail.keys(), text))).toEqual(['cut']);
    });

    it('a history that was sealed anew with the right key, by the head that was kept', async () => {
        const trail = await sample();
        const kept = trail.heads[1] ?? null;
        trail.leaf(1).event.outcome = 'denied';
        await trail.reseal();

        expect((await trail.verify()).count).toBe(0);
        expect(kinds(await trail.verify(kept))).toEqual(['history']);
    });

    it('a kept head that was altered itself', async () => {
        const trail = await sample();
        expect(kinds(await trail.verify({ ...trail.newest(), root: `sha256:${'7'.repeat(64)}` }))).toEqual(['history', 'head']);
    });

    it('personal fields that were changed or removed', async () => {
        const trail = await sample();
        (trail.leaf(3).personal ?? {}).name = 'Eve';
        expect((await trail.verify()).findings).toMatchObject([{ kind: 'personal', event: 4 }]);
        delete trail.leaf(3).personal;
        expect(kinds(await trail.verify())).toEqual(['personal']);
    });

    it('an export that breaks off, goes on or has lines of its own', async () => {
        const trail = await sample();
        const text = trail.text();
        expect(kinds(await trail.verify(null, trail.keys(), text.slice(0, -300)))).toContain('file');
        expect(kinds(await trail.verify(null, trail.keys(), `${text}{"more":1}\n`))).toEqual(['file']);
        expect(kinds(await trail.verify(null, trail.keys(), '<html>'))).toEqual(['file']);
        expect(kinds(await trail.verify(null, trail.keys(), ''))).toEqual(['file']);
    });
});

describe('a browser without cryptography', () => {
    it('says that signatures were not checked, and finds what else is wrong', async () => {
        const trail = await sample();
        const { crypto } = globalThis;
        Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
        try {
            expect(await trail.verify()).toMatchObject({ count: 0, findings: [{ kind: 'unable' }] });
            trail.leaf(5).event.outcome = 'denied';
            expect(await trail.verify()).toMatchObject({ count: 1 });
        } finally {
            Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
        }
    });
});

describe('what is right and yet worth a look', () => {
    it('people who were erased', async () => {
        const trail = await (await SampleTrail.make()).runs(1, 3);
        for (const leaf of [0, 1, 2]) {
            delete trail.leaf(leaf).personal;
        }
        for (const account of [0, 1, 2]) {
            trail.event('personal-erase', `{"account":${account}}`);
        }
        await trail.head();
        const report = await trail.end().verify();
        expect(report).toMatchObject({ count: 0, erased: 3 });
        expect(report.notes).toHaveLength(3);
    });

    it('a month that was dropped, with the leaves that were told of', async () => {
        const trail = await (await SampleTrail.make()).runs(1, 3);
        trail.pass(60 * DAY).event('partition-drop', '{"partition":"event_2026_11","leaves":"0-2","role":"keeper"}');
        await trail.head();
        trail.end();
        for (const leaf of [0, 1, 2]) {
            const line: Record<string, unknown> = trail.leaf(leaf);
            delete line.event;
            delete line.personal;
        }
        expect(await trail.verify()).toMatchObject({ count: 0, dropped: 3, notes: [expect.stringContaining('event_2026_11')] });
    });

    it('an epoch that began', async () => {
        const trail = await (await SampleTrail.make()).runs(1, 2);
        trail.event('epoch-open', '{"epoch":2,"reason":"restored"}');
        await trail.head(2);
        expect((await trail.end().verify()).notes).toEqual([expect.stringContaining('epoch 2 began: restored')]);
    });
});
