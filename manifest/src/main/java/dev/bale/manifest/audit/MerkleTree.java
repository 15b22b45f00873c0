package dev.bale.manifest.audit;

import dev.bale.manifest.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of RFC 6962 with SHA-256: leaves and nodes are hashed with different first bytes, so that neither passes for the other.
 * Leaves count from 0. A tree is named by its number of leaves; what it holds below perfect nodes never changes when it grows.
 */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    /** Where hashes of perfect nodes come from: that over the 2^level leaves from {@code index * 2^level} on. */
    @FunctionalInterface
    public interface Nodes {
        /** The hash; level 0 is the leaf itself. */
        Sha256 hash(int level, long index);
    }

    /** The root of no leaves. */
    public static Sha256 empty() {
        return Sha256.of();
    }

    /** The hash of a leaf with this content. */
    public static Sha256 leaf(byte[] content) {
        return Sha256.of(LEAF, content);
    }

    /** The hash of the node above two others. */
    public static Sha256 node(Sha256 left, Sha256 right) {
        return Sha256.of(NODE, left.toBytes(), right.toBytes());
    }

    /** The root over the first {@code size} leaves. */
    public static Sha256 root(long size, Nodes nodes) {
        return size == 0 ? empty() : range(0, size, nodes);
    }

    /**
     * What proves that the leaf is in the tree of that size.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static List<Sha256> inclusionProof(long leaf, long size, Nodes nodes) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("leaf " + leaf + " is not in a tree of " + size);
        }
        List<Sha256> proof = new ArrayList<>();
        inclusion(leaf, 0, size, nodes, proof);
        return proof;
    }

    private static void inclusion(long leaf, long from, long to, Nodes nodes, List<Sha256> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + leftPart(to - from);
        if (leaf < middle) {
            inclusion(leaf, from, middle, nodes, proof);
            proof.add(range(middle, to, nodes));
        } else {
            inclusion(leaf, middle, to, nodes, proof);
            proof.add(range(from, middle, nodes));
        }
    }

    /**
     * What proves that the tree of size {@code to} begins with the tree of size {@code from}.
     *
     * @throws IllegalArgumentException unless {@code 0 < from <= to}
     */
    public static List<Sha256> consistencyProof(long from, long to, Nodes nodes) {
        if (from <= 0 || from > to) {
            throw new IllegalArgumentException("no tree of " + to + " begins with one of " + from);
        }
        List<Sha256> proof = new ArrayList<>();
        consistency(from, 0, to, true, nodes, proof);
        return proof;
    }

    private static void consistency(long size, long from, long to, boolean whole, Nodes nodes, List<Sha256> proof) {
        if (size == to) {
            if (!whole) {
                proof.add(range(from, to, nodes));
            }
            return;
        }
        long middle = from + leftPart(to - from);
        if (size <= middle) {
            consistency(size, from, middle, whole, nodes, proof);
            proof.add(range(middle, to, nodes));
        } else {
            consistency(size, middle, to, false, nodes, proof);
            proof.add(range(from, middle, nodes));
        }
    }

    /** Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2). */
    public static boolean includes(Sha256 leafHash, long leaf, long size, List<Sha256> proof, Sha256 root) {
        if (leaf < 0 || leaf >= size) {
            return false;
        }
        long node = leaf;
        long last = size - 1;
        Sha256 hash = leafHash;
        for (Sha256 sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether the proof shows that the larger tree begins with the smaller one (RFC 9162, 2.1.4.2). */
    public static boolean consistent(long from, Sha256 fromRoot, long to, Sha256 toRoot, List<Sha256> proof) {
        if (from <= 0 || from > to) {
            return false;
        }
        if (from == to) {
            return proof.isEmpty() && fromRoot.equals(toRoot);
        }
        List<Sha256> path = new ArrayList<>(proof);
        if (Long.bitCount(from) == 1) {
            path.add(0, fromRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        long node = from - 1;
        long last = to - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        Sha256 before = path.get(0);
        Sha256 after = path.get(0);
        for (Sha256 sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                before = node(sibling, before);
                after = node(sibling, after);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                after = node(after, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(fromRoot) && after.equals(toRoot);
    }

    private static Sha256 range(long from, long to, Nodes nodes) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.hash(level, from >> level);
        }
        long middle = from + leftPart(count);
        return node(range(from, middle, nodes), range(middle, to, nodes));
    }

    /** The largest power of two below the number. */
    private static long leftPart(long count) {
        return Long.highestOneBit(count - 1);
    }
}
