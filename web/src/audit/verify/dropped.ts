/** Leaf numbers as runs: months of them are few runs. Runs come in their order. */
export class LeafRuns {
    readonly runs: [number, number][] = [];

    add(first: number, last: number): void {
        const before = this.runs.at(-1);
        if (before && first <= before[1] + 1 && first >= before[0]) {
            before[1] = Math.max(before[1], last);
        } else {
            this.runs.push([first, last]);
        }
    }

    has(number: number): boolean {
        return this.runs.some(([first, last]) => first <= number && number <= last);
    }

    /** What is written as `3-17,20`; anything else adds nothing. */
    static of(text: string): LeafRuns {
        const runs = new LeafRuns();
        for (const run of text.split(',')) {
            if (/^\d{1,15}(-\d{1,15})?$/.test(run)) {
                const [first, last] = run.split('-').map(Number);
                runs.add(first ?? 0, last ?? first ?? 0);
            }
        }
        return runs;
    }
}

const PARTITION = /^event_(\d{4})_(0[1-9]|1[0-2])$/;

/** Events go by whole months, each told of by an event that names their leaves; any other that is not there is missing. */
export class DroppedMonths {
    private readonly gone = new Map<string, LeafRuns>();
    private readonly firstThere = new Map<string, number>();
    private readonly drops = new Map<string, { leaf: number; leaves: LeafRuns }>();
    dropped = 0;

    isGone(leaf: number, at: string): void {
        const month = at.slice(0, 7);
        const runs = this.gone.get(month) ?? new LeafRuns();
        runs.add(leaf, leaf);
        this.gone.set(month, runs);
    }

    isThere(leaf: number, at: string): void {
        const month = at.slice(0, 7);
        if (!this.firstThere.has(month)) {
            this.firstThere.set(month, leaf);
        }
    }

    drop(leaf: number, partition: string, leaves: string): void {
        const [, year, month] = PARTITION.exec(partition) ?? [];
        if (year !== undefined) {
            this.drops.set(`${year}-${month}`, { leaf, leaves: LeafRuns.of(leaves) });
        }
    }

    finish(missing: (message: string) => void): void {
        for (const [month, runs] of this.gone) {
            const drop = this.drops.get(month);
            for (const [first, last] of runs.runs) {
                for (let leaf = first; leaf <= last; leaf++) {
                    if (drop?.leaves.has(leaf)) {
                        this.dropped += 1;
                    } else {
                        missing(`The event of leaf ${leaf} is missing, and no event tells that its month was dropped.`);
                    }
                }
            }
        }
        for (const [month, drop] of this.drops) {
            const there = this.firstThere.get(month);
            if (there !== undefined && there < drop.leaf && this.gone.has(month)) {
                missing(
                    `The month ${month} is said to have been dropped as a whole, and the event of leaf ${there} is there: others of it were removed by hand.`,
                );
            }
        }
    }
}
