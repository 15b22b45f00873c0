import type { Schemas } from '../api/client';

export type Withdrawal = Schemas['Withdrawal'];

/** How far a withdrawal is. */
export type State = 'in force' | 'lifted' | 'deletion asked for' | 'deletion waits' | 'deletion is due' | 'being deleted' | 'deleted';

export function stateOf({ lifted_at, deletion }: Pick<Withdrawal, 'lifted_at' | 'deletion'>, now: number): State {
    if (lifted_at !== undefined) {
        return 'lifted';
    }
    if (deletion === undefined) {
        return 'in force';
    }
    if (deletion.deleted_at !== undefined) {
        return 'deleted';
    }
    if (deletion.begun_at !== undefined) {
        return 'being deleted';
    }
    if (deletion.confirmed_at === undefined) {
        return 'deletion asked for';
    }
    return deletion.due_at !== undefined && Date.parse(deletion.due_at) > now ? 'deletion waits' : 'deletion is due';
}

/** What a withdrawal may still become: it can be lifted until its bytes begin to go. */
export function mayLift(state: State): boolean {
    return state !== 'lifted' && state !== 'being deleted' && state !== 'deleted';
}

/** A hash, `namespace/name//path` or `namespace/name@hash`, for texts without links. */
export function targetText({ kind, package: inPackage, version, path, sha256 }: Target): string {
    if (kind === 'version') {
        return `${inPackage ?? ''}@${(version ?? '').replace('sha256:', '').slice(0, 12)}`;
    }
    return kind === 'entry' ? `${inPackage ?? ''}//${path ?? ''}` : (sha256 ?? '');
}

export type Target = Pick<Withdrawal, 'kind' | 'package' | 'version' | 'path' | 'sha256'>;

/** The line that finds copies by their content, under whatever name; none of a version, which has many files. */
export function findLine({ sha256 }: Target): string | undefined {
    return sha256 === undefined ? undefined : `find . -type f -exec sha256sum {} + | grep ^${sha256.replace('sha256:', '')}`;
}

/** What to write to those who have not said yet that their copies are gone. */
export function reminderText(withdrawal: Withdrawal, recalls: string): string {
    return `${targetText(withdrawal)} was withdrawn on ${withdrawal.made_at.slice(0, 10)}, after you had it.

Why: ${withdrawal.reason} (${withdrawal.ticket})

Please delete all your copies of it, those that you passed on too, and then say so:
${recalls}

At the command line: bale recall list shows what is recalled and clears your local store of it; bale recall ack ${withdrawal.withdrawal} says that your copies are gone.
`;
}
