import { digestOf } from './bytes';
import type { EventLine } from './checkedEvents';
import type { Findings } from './findings';
import { headText, type Keys, type SignedHead } from './head';
import { GrowingTree, isSame } from './merkle';

/** Stands in for a leaf without a hash, so that no root fits. */
const NO_HASH = new Uint8Array(32);

/** Computes the tree from the leaves and compares it with every head, and with one that was kept elsewhere. */
export class CheckedTree {
    private readonly tree = new GrowingTree();
    private last: SignedHead | null = null;
    /** The leaves have a gap: the tree cannot be computed any further. */
    private broken = false;
    /** Roots differ from here on. */
    private differs = false;
    private unable = false;
    private keptMet: boolean;
    heads = 0;

    constructor(
        private readonly findings: Findings,
        private readonly keys: Keys,
        private readonly kept: SignedHead | null,
    ) {
        this.keptMet = kept === null;
    }

    get leaves(): number {
        return this.tree.size;
    }

    leaf(line: EventLine, number: number): void {
        if (!this.broken && number !== this.tree.size) {
            this.broken = true;
            if (number > this.tree.size) {
                this.findings.add(
                    'missing',
                    `Leaves ${this.tree.size} to ${number - 1} are missing. What follows cannot be compared with the heads.`,
                );
            } else {
                this.findings.add('reordered', `Leaf ${number} stands where leaf ${this.tree.size} belongs.`);
            }
        }
        if (!this.broken) {
            this.tree.append(digestOf(line.hash) ?? NO_HASH);
            this.meet();
        }
    }

    private meet(): void {
        const { kept } = this;
        const root = kept && digestOf(kept.root);
        if (kept && root && kept.size === this.tree.size) {
            this.keptMet = true;
            if (!isSame(this.tree.root(), root)) {
                this.findings.add(
                    'history',
                    `The first ${kept.size} leaves are not those that the kept head ${kept.number} was signed over at ${kept.at}: the history was written and sealed anew.`,
                );
            }
        }
    }

    async head(head: SignedHead): Promise<void> {
        this.heads += 1;
        const due = this.last === null ? 0 : this.last.number + 1;
        if (head.number !== due) {
            this.findings.add(
                'head',
                head.number > due
                    ? `Heads ${due} to ${head.number - 1} are missing.`
                    : `Head ${head.number} stands where head ${due} belongs.`,
            );
        }
        if (await this.isSigned(head, `Head ${head.number}`)) {
            this.checkOrder(head);
            this.checkRoot(head);
        }
        this.last = head;
    }

    async isSigned(head: SignedHead, name: string): Promise<boolean> {
        switch (await this.keys.check(head)) {
            case 'right':
                return true;
            case 'wrong':
                this.findings.add('head', `${name} was edited: its signature does not fit.`);
                return false;
            case 'no-such-key':
                this.findings.add('head', `${name} is signed with a key that is not among those known here: ${head.key}.`);
                return false;
            case 'unable':
                if (!this.unable) {
                    this.unable = true;
                    this.findings.add('unable', 'This browser cannot check signatures of this kind; everything else was checked.');
                }
                return true;
        }
    }

    private checkOrder(head: SignedHead): void {
        const before = this.last;
        if (before && (head.size <= before.size || head.epoch < before.epoch || head.log !== before.log)) {
            this.findings.add(
                'head',
                `Head ${head.number} does not go on from head ${before.number}: it is of another trail, an earlier epoch, or no larger tree.`,
            );
        }
    }

    private checkRoot(head: SignedHead): void {
        const root = digestOf(head.root);
        if (this.broken || this.differs || (root && head.size === this.tree.size && isSame(root, this.tree.root()))) {
            return;
        }
        // Every later root differs, too.
        this.differs = true;
        this.findings.add(
            'edited',
            `Leaves ${this.last?.size ?? 0} to ${this.tree.size - 1} are not those that head ${head.number} was signed over at ${head.at}: some were edited, reordered, removed or added. Later heads cannot be compared.`,
        );
    }

    /** Compares the end with what was read. */
    finish(end: SignedHead | null): void {
        const newest = this.last;
        if (end && (newest === null || headText(newest) !== headText(end))) {
            this.findings.add('head', `Head ${end.number}, the newest, is not among the heads.`);
        }
        if (!this.broken && newest && this.tree.size > newest.size) {
            this.findings.add(
                'invented',
                `Leaves ${newest.size} to ${this.tree.size - 1} are under no head: nobody signed them.`,
            );
        }
        const { kept } = this;
        if (kept && !this.keptMet) {
            this.findings.add(
                'cut',
                `The kept head ${kept.number} is over ${kept.size} leaves and here are ${this.tree.size}${this.broken ? ' before the first gap.' : ': the tail was cut off.'}`,
            );
        }
        if (kept && end && kept.log !== end.log) {
            this.findings.add('history', `The kept head ${kept.number} is of another trail: ${kept.log}.`);
        }
    }
}
