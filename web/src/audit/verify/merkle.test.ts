import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { textOf } from './bytes';
import { type Digest, GrowingTree, includes, isConsistent, leafHash } from './merkle';

/** Written down from RFC 6962 once more, without anything of the code under test. */
const hash = (...parts: Uint8Array[]): Digest => {
    const all = createHash('sha256');
    parts.forEach((part) => all.update(part));
    return new Uint8Array(all.digest());
};
const split = (count: number) => {
    let left = 1;
    while (left * 2 < count) {
        left *= 2;
    }
    return left;
};
const root = (leaves: Digest[]): Digest => {
    const [only] = leaves;
    if (leaves.length === 1 && only) {
        return only;
    }
    const left = split(leaves.length);
    return hash(Uint8Array.of(1), root(leaves.slice(0, left)), root(leaves.slice(left)));
};
const path = (leaf: number, leaves: Digest[]): Digest[] => {
    if (leaves.length === 1) {
        return [];
    }
    const left = split(leaves.length);
    return leaf < left
        ? [...path(leaf, leaves.slice(0, left)), root(leaves.slice(left))]
        : [...path(leaf - left, leaves.slice(left)), root(leaves.slice(0, left))];
};
const consistency = (size: number, leaves: Digest[], whole = true): Digest[] => {
    if (size === leaves.length) {
        return whole ? [] : [root(leaves)];
    }
    const left = split(leaves.length);
    return size <= left
        ? [...consistency(size, leaves.slice(0, left), whole), root(leaves.slice(left))]
        : [...consistency(size - left, leaves.slice(left), false), root(leaves.slice(0, left))];
};

/** Beyond 16, so that trees of every shape of five levels are there. */
const MOST = 19;
/** Hashes by the ten thousand, on whatever machine. */
const SLOW = 60_000;
const leaves = Array.from({ length: MOST }, (_, place) => leafHash(new TextEncoder().encode(`event ${place}`)));
const turned = (digest: Digest) => digest.map((byte, place) => (place === 7 ? byte ^ 1 : byte));

describe('the tree', () => {
    it('has the root of RFC 6962 at each size', () => {
        const tree = new GrowingTree();
        expect(textOf(tree.root())).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
        for (const [place, leaf] of leaves.entries()) {
            tree.append(leaf);
            expect(textOf(tree.root())).toBe(textOf(root(leaves.slice(0, place + 1))));
        }
    });

    it('has each of its leaves, at its place alone, under its root alone', () => {
        for (let size = 1; size <= MOST; size++) {
            const all = leaves.slice(0, size);
            const whole = root(all);
            all.forEach((leaf, place) => {
                const proof = path(place, all);
                expect(includes(leaf, place, size, proof, whole)).toBe(true);
                expect(includes(turned(leaf), place, size, proof, whole)).toBe(false);
                expect(includes(leaf, place, size, proof, turned(whole))).toBe(false);
                expect(includes(leaf, place, size, [...proof, leaf], whole)).toBe(false);
                if (proof.length > 0) {
                    expect(includes(leaf, place, size, proof.slice(1), whole)).toBe(false);
                    expect(includes(leaf, (place + 1) % size, size, proof, whole)).toBe(false);
                }
            });
        }
        expect(includes(leaves[0] as Digest, 1, 1, [], leaves[0] as Digest)).toBe(false);
    }, SLOW);

    it('begins with each smaller one, and with no other', () => {
        for (let to = 1; to <= MOST; to++) {
            const all = leaves.slice(0, to);
            const whole = root(all);
            for (let from = 1; from <= to; from++) {
                const proof = consistency(from, all);
                const first = root(all.slice(0, from));
                expect(isConsistent(from, first, to, whole, proof)).toBe(true);
                expect(isConsistent(from, turned(first), to, whole, proof)).toBe(false);
                expect(isConsistent(from, first, to, turned(whole), proof)).toBe(false);
                expect(isConsistent(from, first, to, whole, [...proof, first])).toBe(false);
                if (proof.length > 0) {
                    expect(isConsistent(from, first, to, whole, proof.slice(0, -1))).toBe(false);
                    expect(isConsistent(from, first, to, whole, [])).toBe(false);
                }
            }
        }
    }, SLOW);

    it('takes no node for a leaf, by a proof that is too short', () => {
        const [one, two, three, four] = leaves as [Digest, Digest, Digest, Digest];
        const left = hash(Uint8Array.of(1), one, two);
        const right = hash(Uint8Array.of(1), three, four);
        expect(includes(left, 0, 4, [right], root([one, two, three, four]))).toBe(false);
    });

    it('never begins with a larger one, or with none', () => {
        const all = root(leaves.slice(0, 3));
        expect(isConsistent(4, all, 3, all, [])).toBe(false);
        expect(isConsistent(0, all, 3, all, [])).toBe(false);
    });

    it('may be larger than the operators on bits reach', () => {
        const size = 2 ** 40 + 1;
        const left = leaves[0] as Digest;
        const right = leaves[1] as Digest;
        const whole = hash(Uint8Array.of(1), left, right);
        expect(includes(right, 2 ** 40, size, [left], whole)).toBe(true);
        expect(isConsistent(2 ** 40, left, size, whole, [right])).toBe(true);
    });
});
