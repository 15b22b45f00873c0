import { digestOf } from './bytes';
import { DroppedMonths } from './dropped';
import { detailOf, type Fields, hasPersonal, leafOf, wrongPersonal } from './event';
import type { Findings } from './findings';
import type { SignedHead } from './head';
import { isSame } from './merkle';

/** A line of an export that is about an event; without `event` it is gone, without `leaf` it is not sealed. */
export interface EventLine {
    leaf?: unknown;
    hash?: unknown;
    event_id?: unknown;
    at?: unknown;
    event?: Fields;
    personal?: Fields;
}

/** No transaction is open for as long; an event that a head of so much later did not have was not there. */
const LATE_MILLIS = 15 * 60_000;
const MOST = 10_000;
const NOTES = 200;

/** Looks at each event by itself: is it what its leaf says, is it there, are its personal fields right, did it come in its time. */
export class CheckedEvents {
    readonly notes: string[] = [];
    readonly months = new DroppedMonths();
    erased = 0;
    unsealed = 0;
    private readonly erasedUntil = new Map<number, number>();
    private readonly erasedOf = new Map<number, { event: number; at: number; count: number }>();
    private sinceHead: { event: number; at: string }[] = [];
    private before: { transaction: number; event: number } | null = null;
    private lookedAt: string | null = null;
    private lookedBefore: string | null = null;

    constructor(private readonly findings: Findings) {}

    sealed(line: EventLine, leaf: number): void {
        const at = String(line.at);
        const { event } = line;
        if (event === undefined) {
            this.months.isGone(leaf, at);
            return;
        }
        this.months.isThere(leaf, at);
        const id = Number(line.event_id);
        const computed = event.id === line.event_id && event.at === line.at ? leafOf(event) : null;
        const told = digestOf(line.hash);
        if (computed === null || told === null || !isSame(computed, told)) {
            this.findings.add('edited', `Event ${id} (leaf ${leaf}) was edited, or its leaf was.`, id);
        }
        this.checkOrder(event, id, leaf);
        this.checkPersonal(line, event, id, leaf);
        if (this.lookedAt !== null && this.sinceHead.length < MOST && Date.parse(at) < Date.parse(this.lookedAt) - LATE_MILLIS) {
            this.sinceHead.push({ event: id, at });
        }
        this.note(event, id, at, leaf);
    }

    private note(event: Fields, id: number, at: string, leaf: number): void {
        const tell = (what: string) => {
            if (this.notes.length < NOTES) {
                this.notes.push(`${at}: ${what} (event ${id})`);
            }
        };
        switch (event.kind) {
            case 'partition-drop':
                this.months.drop(leaf, detailOf(event, 'partition'), detailOf(event, 'leaves'));
                tell(`the partition ${detailOf(event, 'partition')} was dropped by ${detailOf(event, 'role')}`);
                break;
            case 'epoch-open':
                tell(`epoch ${detailOf(event, 'epoch')} began: ${detailOf(event, 'reason')}`);
                break;
            case 'personal-erase': {
                const account = detailOf(event, 'account');
                if (/^\d{1,15}$/.test(account)) {
                    this.erasedUntil.set(Number(account), Math.max(this.erasedUntil.get(Number(account)) ?? 0, Date.parse(at)));
                    tell(`the personal fields of account number ${account} were erased`);
                }
                break;
            }
            default:
        }
    }

    /** One run of the sealer goes by transaction and id. */
    private checkOrder(event: Fields, id: number, leaf: number): void {
        const transaction = /^\d{1,15}$/.test(String(event.xid)) ? Number(event.xid) : -1;
        const { before } = this;
        if (before && (transaction < before.transaction || (transaction === before.transaction && id <= before.event))) {
            this.findings.add(
                'reordered',
                `Event ${id} (leaf ${leaf}) stands after event ${before.event}, before which it was sealed.`,
                id,
            );
        }
        this.before = { transaction, event: id };
    }

    private checkPersonal(line: EventLine, event: Fields, id: number, leaf: number): void {
        if (line.personal !== undefined) {
            const wrong = wrongPersonal(event, line.personal);
            if (wrong !== null) {
                this.findings.add('personal', `The ${wrong} of event ${id} (leaf ${leaf}) was edited or removed.`, id);
            }
        } else if (hasPersonal(event)) {
            this.erased += 1;
            const account = typeof event.account_id === 'number' ? event.account_id : -1;
            const at = Date.parse(String(event.at));
            const last = this.erasedOf.get(account);
            this.erasedOf.set(account, {
                event: last && last.at > at ? last.event : id,
                at: Math.max(at, last?.at ?? 0),
                count: (last?.count ?? 0) + 1,
            });
        }
    }

    head(head: SignedHead): void {
        if (head.at !== this.lookedAt) {
            this.lookedBefore = this.lookedAt;
            this.lookedAt = head.at;
        }
        const earlier = this.lookedBefore;
        if (earlier !== null) {
            const limit = Math.min(Date.parse(earlier), Date.parse(head.at)) - LATE_MILLIS;
            for (const { event, at } of this.sinceHead) {
                if (Date.parse(at) < limit) {
                    this.findings.add(
                        'invented',
                        `Event ${event} is dated ${at} and was not there when a head was signed at ${earlier}: it was added later.`,
                        event,
                    );
                }
            }
        }
        this.sinceHead = [];
        this.before = null;
    }

    /** One without a leaf; all heads were there before it. */
    withoutLeaf(line: EventLine): void {
        const at = String(line.at);
        if (this.lookedAt !== null && Date.parse(at) < Date.parse(this.lookedAt) - LATE_MILLIS) {
            const id = Number(line.event_id);
            this.findings.add('invented', `Event ${id}, dated ${at}, is in no leaf: it was added, or its leaf was removed.`, id);
        } else {
            this.unsealed += 1;
        }
    }

    finish(): void {
        this.months.finish((message) => this.findings.add('missing', message));
        for (const [account, last] of this.erasedOf) {
            const until = this.erasedUntil.get(account);
            if (until === undefined || last.at > until + LATE_MILLIS) {
                this.erased -= last.count;
                this.findings.add(
                    'personal',
                    `The personal fields of ${last.count} event(s)${account < 0 ? '' : ` of account number ${account}`} are gone, the last is event ${last.event}, and no event tells of an erasure.`,
                    last.event,
                );
            }
        }
    }
}
