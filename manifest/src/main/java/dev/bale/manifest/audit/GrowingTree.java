package dev.bale.manifest.audit;

import dev.bale.manifest.Sha256;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** A Merkle tree that takes leaves one after the other and keeps no more than its right edge: a hash for each bit of its size. */
public final class GrowingTree {
    private final Deque<Sha256> peaks = new ArrayDeque<>();
    private long size;

    /** Told of each perfect node as soon as its last leaf is there, from level 1 on. */
    @FunctionalInterface
    public interface NodeSink {
        /** A node over 2^level leaves. */
        void node(int level, long index, Sha256 hash);
    }

    /** The tree that has these leaves already. */
    public static GrowingTree of(long size, MerkleTree.Nodes nodes) {
        GrowingTree tree = new GrowingTree();
        long from = 0;
        for (long rest = size; rest > 0; rest -= Long.highestOneBit(rest)) {
            int level = 63 - Long.numberOfLeadingZeros(rest);
            tree.peaks.addLast(nodes.hash(level, from >> level));
            from += 1L << level;
        }
        tree.size = size;
        return tree;
    }

    /** Takes the next leaf. */
    public void append(Sha256 leaf, NodeSink sink) {
        Sha256 hash = leaf;
        int level = 0;
        for (long below = size; (below & 1) == 1; below >>= 1) {
            hash = MerkleTree.node(peaks.removeLast(), hash);
            level++;
            sink.node(level, size >> level, hash);
        }
        peaks.addLast(hash);
        size++;
    }

    /** How many leaves it has. */
    public long size() {
        return size;
    }

    /** The root over all of them. */
    public Sha256 root() {
        if (peaks.isEmpty()) {
            return MerkleTree.empty();
        }
        Iterator<Sha256> fromRight = peaks.descendingIterator();
        Sha256 root = fromRight.next();
        while (fromRight.hasNext()) {
            root = MerkleTree.node(fromRight.next(), root);
        }
        return root;
    }
}
