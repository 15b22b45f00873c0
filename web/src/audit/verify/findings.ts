/** What was done, as far as it can be told. The words are those of `bale audit verify`. */
export type FindingKind = 'edited' | 'missing' | 'reordered' | 'invented' | 'personal' | 'head' | 'history' | 'cut' | 'file' | 'unable';

/** Something that is not as it was sealed, or that this browser cannot tell. */
export interface Finding {
    kind: FindingKind;
    message: string;
    event?: number;
}

const MOST = 200;

/** The first findings, and how many of all tell that something is wrong. */
export class Findings {
    readonly kept: Finding[] = [];
    count = 0;

    add(kind: FindingKind, message: string, event?: number): void {
        if (kind !== 'unable') {
            this.count += 1;
        }
        if (this.kept.length < MOST) {
            this.kept.push({ kind, message, event });
        }
    }
}
