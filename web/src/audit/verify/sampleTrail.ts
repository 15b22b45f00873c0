import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { textOf } from './bytes';
import { leafOf, macOf } from './event';
import { headText, Keys, type PublicKey, type SignedHead, signedBytes } from './head';
import { type Digest, GrowingTree } from './merkle';
import { type TrailReport, VerifyTrail, verifyStream } from './trail';

type Line = Record<string, unknown>;

const LOG = '6c0ffee0-0000-4000-8000-000000000000';

/** An export as a registry writes it, made by hand so that tests can change it anywhere. */
export class SampleTrail {
    readonly lines: Line[] = [];
    readonly heads: SignedHead[] = [];
    readonly digests: Digest[] = [];
    private tree = new GrowingTree();
    private events = 0;
    private now = Date.parse('2026-11-20T08:00:00Z');

    private constructor(
        private readonly pair: CryptoKeyPair,
        readonly publicKey: PublicKey,
        private readonly algorithm: 'Ed25519' | 'P-256',
    ) {
        this.lines.push({ bale_audit_export: 1, keys: [publicKey] });
    }

    static async make(algorithm: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<SampleTrail> {
        const parameters = algorithm === 'Ed25519' ? { name: algorithm } : { name: 'ECDSA', namedCurve: algorithm };
        const pair = (await crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])) as CryptoKeyPair;
        const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
        const key = { id: bytesToHex(sha256(spki)), public_key: Buffer.from(spki).toString('base64') };
        return new SampleTrail(pair, key, algorithm);
    }

    async runs(runs: number, each: number): Promise<this> {
        for (let run = 0; run < runs; run++) {
            for (let event = 0; event < each; event++) {
                this.event('hand-out');
            }
            await this.head();
        }
        return this;
    }

    private at(): string {
        return new Date(this.now).toISOString().replace('Z', '000Z');
    }

    pass(millis: number): this {
        this.now += millis;
        return this;
    }

    event(kind: string, detail?: string, at = this.at()): Line {
        const line = this.bare(kind, detail, at);
        const digest = leafOf(line.event);
        if (!digest) {
            throw new Error('no event');
        }
        this.tree.append(digest);
        this.digests.push(digest);
        line.leaf = this.tree.size - 1;
        line.hash = textOf(digest);
        this.lines.push(line);
        return line;
    }

    /** An event that no leaf has. */
    unsealed(at: string): Line {
        const line = this.bare('hand-out', undefined, at);
        this.lines.push(line);
        return line;
    }

    private bare(kind: string, detail: string | undefined, at: string): Line {
        this.events += 1;
        const key = sha256(Uint8Array.of(this.events % 256));
        const name = 'Ada "x" é\u2028\u007f\n';
        const event = {
            id: this.events,
            at,
            kind,
            outcome: 'ok',
            account_id: this.events % 3,
            all_ordinals: false,
            ...(detail === undefined ? {} : { detail }),
            xid: String(1_000 + this.events),
            name_mac: macOf(key, 'name', name),
        };
        return { event_id: this.events, at, event, personal: { key: bytesToHex(key), name } };
    }

    async head(epoch = 1): Promise<SignedHead> {
        this.now += 1_000;
        const head = await this.signed({
            bale_head: 1,
            log: LOG,
            epoch,
            number: this.heads.length,
            size: this.tree.size,
            root: textOf(this.tree.root()),
            at: this.at(),
            key: this.publicKey.id,
            signature: '',
        });
        this.heads.push(head);
        this.lines.push({ head });
        return head;
    }

    async signed(head: SignedHead): Promise<SignedHead> {
        const parameters = this.algorithm === 'Ed25519' ? this.algorithm : { name: 'ECDSA', hash: 'SHA-256' };
        const raw = new Uint8Array(await crypto.subtle.sign(parameters, this.pair.privateKey, signedBytes(head)));
        const signature = this.algorithm === 'Ed25519' ? raw : der(raw);
        return { ...head, signature: Buffer.from(signature).toString('base64') };
    }

    newest(): SignedHead {
        const head = this.heads.at(-1);
        if (!head) {
            throw new Error('no head');
        }
        return head;
    }

    end(): this {
        this.lines.push({ end: this.newest() });
        return this;
    }

    /** The line of that leaf. */
    leaf(number: number): Line & { event: Line; personal?: Line } {
        const line = this.lines.find((candidate) => candidate.leaf === number);
        if (!line) {
            throw new Error(`no leaf ${number}`);
        }
        return line as Line & { event: Line };
    }

    remove(line: Line): void {
        this.lines.splice(this.lines.indexOf(line), 1);
    }

    /** As somebody with all rights would: hashes and numbers of leaves made anew, heads left as they are. */
    rehash(): this {
        let number = 0;
        for (const line of this.lines) {
            if ('leaf' in line) {
                line.leaf = number++;
                line.hash = textOf(leafOf(line.event) ?? new Uint8Array(32));
            }
        }
        return this;
    }

    /** As somebody with a key would: heads made anew as well. */
    async reseal(): Promise<this> {
        this.rehash();
        const tree = new GrowingTree();
        for (const line of this.lines) {
            if ('leaf' in line) {
                tree.append(leafOf(line.event) ?? new Uint8Array(32));
            } else if ('head' in line || 'end' in line) {
                const name = 'head' in line ? 'head' : 'end';
                line[name] = await this.signed({ ...(line[name] as SignedHead), size: tree.size, root: textOf(tree.root()) });
            }
        }
        return this;
    }

    text(): string {
        return this.lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    }

    keys(): Keys {
        return new Keys([this.publicKey]);
    }

    /** Verifies it in pieces of an odd length, so that lines and letters are cut anywhere. */
    verify(kept: SignedHead | null = null, keys = this.keys(), text = this.text()): Promise<TrailReport> {
        const bytes = new TextEncoder().encode(text);
        let place = 0;
        const stream = new ReadableStream<Uint8Array>({
            pull(controller) {
                if (place >= bytes.length) {
                    controller.close();
                } else {
                    controller.enqueue(bytes.subarray(place, place + 997));
                    place += 997;
                }
            },
        });
        return verifyStream(stream, new VerifyTrail(keys, kept), () => {});
    }

    static text(head: SignedHead): string {
        return headText(head);
    }
}

/** ECDSA in DER, as the registry writes it. */
function der(raw: Uint8Array): Uint8Array {
    const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((number) => {
        let digits = [...number];
        while (digits.length > 1 && digits[0] === 0) {
            digits = digits.slice(1);
        }
        return (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits;
    });
    const body = numbers.flatMap((number) => [0x02, number.length, ...number]);
    return Uint8Array.from([0x30, body.length, ...body]);
}
