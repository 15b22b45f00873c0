import { sha256 } from '@noble/hashes/sha2.js';

/** A hash: 32 bytes. */
export type Digest = Uint8Array;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of a leaf with this content. */
export function leafHash(content: Uint8Array): Digest {
    return sha256.create().update(LEAF).update(content).digest();
}

/** The hash of the node above two others. */
export function nodeHash(left: Digest, right: Digest): Digest {
    return sha256.create().update(NODE).update(left).update(right).digest();
}

export function isSame(one: Digest, other: Digest): boolean {
    return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

// Sizes may pass 2^31, where the operators on bits end.
const half = (number: number) => Math.floor(number / 2);
const isOdd = (number: number) => number % 2 === 1;

/** Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2). */
export function includes(leafDigest: Digest, leaf: number, size: number, proof: Digest[], root: Digest): boolean {
    if (!(leaf >= 0 && leaf < size)) {
        return false;
    }
    let node = leaf;
    let last = size - 1;
    let hash = leafDigest;
    for (const sibling of proof) {
        if (last === 0) {
            return false;
        }
        if (isOdd(node) || node === last) {
            hash = nodeHash(sibling, hash);
            while (!isOdd(node) && node !== 0) {
                node = half(node);
                last = half(last);
            }
        } else {
            hash = nodeHash(hash, sibling);
        }
        node = half(node);
        last = half(last);
    }
    return last === 0 && isSame(hash, root);
}

/** Whether the proof shows that the larger tree begins with the smaller one (RFC 9162, 2.1.4.2). */
export function isConsistent(from: number, fromRoot: Digest, to: number, toRoot: Digest, proof: Digest[]): boolean {
    if (!(from > 0 && from <= to)) {
        return false;
    }
    if (from === to) {
        return proof.length === 0 && isSame(fromRoot, toRoot);
    }
    const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
    const [first, ...rest] = path;
    if (first === undefined) {
        return false;
    }
    let node = from - 1;
    let last = to - 1;
    while (isOdd(node)) {
        node = half(node);
        last = half(last);
    }
    let before = first;
    let after = first;
    for (const sibling of rest) {
        if (last === 0) {
            return false;
        }
        if (isOdd(node) || node === last) {
            before = nodeHash(sibling, before);
            after = nodeHash(sibling, after);
            while (!isOdd(node) && node !== 0) {
                node = half(node);
                last = half(last);
            }
        } else {
            after = nodeHash(after, sibling);
        }
        node = half(node);
        last = half(last);
    }
    return last === 0 && isSame(before, fromRoot) && isSame(after, toRoot);
}

function isPowerOfTwo(number: number): boolean {
    let rest = number;
    while (rest > 1 && !isOdd(rest)) {
        rest = half(rest);
    }
    return rest === 1;
}

/** A tree that takes leaves one after the other and keeps no more than its right edge: a hash for each bit of its size. */
export class GrowingTree {
    private readonly peaks: Digest[] = [];
    private leaves = 0;

    get size(): number {
        return this.leaves;
    }

    append(leaf: Digest): void {
        let hash = leaf;
        for (let below = this.leaves; isOdd(below); below = half(below)) {
            const left = this.peaks.pop();
            if (left !== undefined) {
                hash = nodeHash(left, hash);
            }
        }
        this.peaks.push(hash);
        this.leaves += 1;
    }

    root(): Digest {
        const [rightmost, ...others] = this.peaks.toReversed();
        return rightmost === undefined ? sha256(new Uint8Array(0)) : others.reduce((root, left) => nodeHash(left, root), rightmost);
    }
}
