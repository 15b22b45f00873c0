import { CheckedEvents, type EventLine } from './checkedEvents';
import { CheckedTree } from './checkedTree';
import { type Finding, Findings } from './findings';
import { headOf, type Keys, type SignedHead } from './head';

/** What a complete verification found. */
export interface TrailReport {
    leaves: number;
    heads: number;
    unsealed: number;
    erased: number;
    dropped: number;
    end: SignedHead | null;
    notes: string[];
    findings: Finding[];
    /** How many things are wrong; what could not be checked is no such thing. */
    count: number;
}

/** Reads an export line by line, as `bale audit verify` does. Memory does not grow with the export, but for erased accounts. */
export class VerifyTrail {
    private readonly findings = new Findings();
    private readonly events = new CheckedEvents(this.findings);
    private readonly tree: CheckedTree;
    private lines = 0;
    private end: SignedHead | null = null;
    private ended = false;
    private spoiled = false;

    constructor(
        keys: Keys,
        private readonly kept: SignedHead | null,
    ) {
        this.tree = new CheckedTree(this.findings, keys, kept);
    }

    get leaves(): number {
        return this.tree.leaves;
    }

    /** Takes the next line; a promise where it takes time. */
    line(text: string): Promise<void> | undefined {
        if (this.spoiled) {
            return undefined;
        }
        this.lines += 1;
        let line: Record<string, unknown>;
        try {
            line = JSON.parse(text) as Record<string, unknown>;
        } catch {
            return this.spoil(`The export breaks off or was edited: line ${this.lines} is not what an export has.`);
        }
        if (this.ended) {
            return this.spoil('The export goes on after its end.');
        }
        if (this.lines === 1) {
            return line.bale_audit_export === 1 ? undefined : this.spoil('That is no export of an audit trail.');
        }
        return this.take(line);
    }

    private take(line: Record<string, unknown>): Promise<void> | undefined {
        if ('head' in line) {
            const head = headOf(line.head);
            if (!head) {
                return this.spoil(`The export was edited: line ${this.lines} holds no head.`);
            }
            return this.tree.head(head).then(() => this.events.head(head));
        }
        if ('leaf' in line) {
            if (typeof line.leaf !== 'number' || !isEvent(line.event)) {
                return this.spoil(`The export was edited: line ${this.lines} is not what an export has.`);
            }
            const event = line as EventLine;
            this.tree.leaf(event, line.leaf);
            this.events.sealed(event, line.leaf);
        } else if ('event' in line && isEvent(line.event)) {
            this.events.withoutLeaf(line as EventLine);
        } else if ('end' in line) {
            this.ended = true;
            this.end = headOf(line.end);
        } else {
            return this.spoil(`The export has a line of no known kind: ${this.lines}.`);
        }
        return undefined;
    }

    private spoil(message: string): undefined {
        this.spoiled = true;
        this.findings.add('file', message);
    }

    async finish(): Promise<TrailReport> {
        if (!this.ended && !this.spoiled) {
            this.findings.add('file', 'The export breaks off: its last line with the newest head is missing.');
        }
        if (this.kept) {
            await this.tree.isSigned(this.kept, `The kept head ${this.kept.number}`);
        }
        this.tree.finish(this.end);
        this.events.finish();
        return {
            leaves: this.tree.leaves,
            heads: this.tree.heads,
            unsealed: this.events.unsealed,
            erased: this.events.erased,
            dropped: this.events.months.dropped,
            end: this.end,
            notes: this.events.notes,
            findings: this.findings.kept,
            count: this.findings.count,
        };
    }
}

function isEvent(value: unknown): boolean {
    return value === undefined || (typeof value === 'object' && value !== null);
}

/** No line of an export is as long: ordinals of a million entries are some 200 kB. */
const LONGEST_LINE = 64 * 1_024 * 1_024;

/** Feeds a stream to the verifier, line by line; tells after each piece how many bytes it has read. */
export async function verifyStream(
    stream: ReadableStream<Uint8Array>,
    verify: VerifyTrail,
    progress: (bytes: number) => void,
): Promise<TrailReport> {
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    let bytes = 0;
    for (;;) {
        const { done, value } = await reader.read();
        rest += value ? decoder.decode(value, { stream: true }) : decoder.decode();
        const lines = rest.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
            const taken = verify.line(line);
            if (taken) {
                await taken;
            }
        }
        bytes += value?.length ?? 0;
        progress(bytes);
        if (done) {
            if (rest !== '') {
                await verify.line(rest);
            }
            return verify.finish();
        }
        if (rest.length > LONGEST_LINE) {
            throw new Error('The export has a line that is too long to be one of a registry.');
        }
    }
}
