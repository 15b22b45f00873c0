import { describe, expect, it } from 'vitest';
import type { Filters } from './filters';
import { readPart } from './parts';
import type { Event } from './sentence';
import { merged, Tail } from './tail';

const BEGIN = Date.parse('2026-11-22T09:00:00Z');
const event = (number: number, seconds: number): Event => ({
    event: String(number),
    at: new Date(BEGIN + seconds * 1_000).toISOString(),
    kind: 'hand-out',
    outcome: 'ok',
});
const { signal } = new AbortController();

/** A trail as the API answers from it: newest first, from a time on, a part at a time. */
function trail(all: Event[], asked: Filters[] = []) {
    return (filters: Filters, after: string | undefined, limit: number) => {
        asked.push(filters);
        const since = filters.since ?? '';
        const fitting = merged(all.slice(), []).filter((one) => one.at >= since);
        const sorted = fitting.sort((one, other) => (one.at < other.at ? 1 : -1));
        const from = Number(after ?? 0);
        const next = from + limit < sorted.length ? String(from + limit) : undefined;
        return Promise.resolve({ items: sorted.slice(from, from + limit), next });
    };
}

describe('the live tail', () => {
    it('tells each event once, also one that was committed late', async () => {
        const all = [event(1, 0), event(2, 10)];
        let now = 0;
        const tail = new Tail({}, trail(all), () => now);
        tail.knows(all.slice());

        expect((await tail.poll(signal)).fresh).toEqual([]);
        all.push(event(4, 20));
        now += 10_000;
        expect((await tail.poll(signal)).fresh.map((one) => one.event)).toEqual(['4']);
        all.push(event(3, 5));
        now += 60_000;
        expect((await tail.poll(signal)).fresh.map((one) => one.event)).toEqual(['3']);
        now += 600_000;
        expect((await tail.poll(signal)).fresh).toEqual([]);
    });

    it('asks from shortly before the registry’s present on, however wrong the clock here is', async () => {
        const asked: Filters[] = [];
        let now = 5;
        const tail = new Tail({ principal: 'anna' }, trail([event(1, 0)], asked), () => now);
        await tail.begin(signal);
        now += 60_000;
        await tail.poll(signal);

        expect(asked[0]).toEqual({});
        expect(asked[1]).toEqual({ principal: 'anna', since: new Date(BEGIN + 60_000 - 180_000).toISOString() });
    });

    it('never asks before what was asked for', async () => {
        const asked: Filters[] = [];
        const since = '2026-11-22T08:59:59.123456Z';
        const tail = new Tail({ since }, trail([event(1, 0)], asked), () => 0);
        await tail.begin(signal);
        await tail.poll(signal);
        expect(asked[1]?.since).toBe(since);
    });

    it('says when more came than it asks for', async () => {
        const all = [event(1, 0)];
        const tail = new Tail({}, trail(all), () => 0);
        tail.knows(all.slice());
        for (let number = 2; number < 1_500; number++) {
            all.push(event(number, 1));
        }
        const { fresh, whole } = await tail.poll(signal);
        expect(whole).toBe(false);
        expect(fresh).toHaveLength(1_000);
    });
});

describe('a list', () => {
    it('has each event once, newest first', () => {
        const list = merged([event(5, 9), event(3, 3)], [event(4, 4), event(3, 3), event(2, 3)]);
        expect(list.map((one) => one.event)).toEqual(['5', '4', '3', '2']);
    });

    it('goes on by itself where what is asked for is rare, and not for ever', async () => {
        let requests = 0;
        const rare = () => {
            requests += 1;
            return Promise.resolve({ items: requests === 3 ? [event(1, 0)] : [], next: 'on' });
        };
        expect(await readPart({}, undefined, signal, rare)).toEqual({ items: [event(1, 0)], next: 'on', rare: true });
        expect(requests).toBe(5);
        expect(await readPart({}, undefined, signal, () => Promise.resolve({ items: [], next: undefined }))).toMatchObject({ rare: false });
    });
});
