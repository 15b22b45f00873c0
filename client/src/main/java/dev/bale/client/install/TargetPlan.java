package dev.bale.client.install;

import java.util.Arrays;

/** What to do with each entry of an install, by its place in the run of entries; a byte an entry. */
final class TargetPlan {
    private byte[] actions = new byte[1024];
    private int size;
    private long files;
    private long bytes;
    private long keptBytes;

    /** What to do with an entry. */
    enum Action {
        /** It is there already, byte for byte. */
        KEEP,
        /** It has to be put there. */
        PUT
    }

    void add(Action action, long entrySize) {
        if (size == actions.length) {
            actions = Arrays.copyOf(actions, size * 2);
        }
        actions[size++] = (byte) (action == Action.PUT ? 1 : 0);
        if (action == Action.PUT) {
            files++;
            bytes += entrySize;
        } else {
            keptBytes += entrySize;
        }
    }

    Action get(int index) {
        return actions[index] == 1 ? Action.PUT : Action.KEEP;
    }

    /** Entries in all. */
    int size() {
        return size;
    }

    /** Entries to put. */
    long files() {
        return files;
    }

    /** Bytes of the entries to put. */
    long bytes() {
        return bytes;
    }

    /** Bytes of the entries that are there. */
    long keptBytes() {
        return keptBytes;
    }
}
