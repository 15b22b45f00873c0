package dev.bale.client.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Which fragments of a file that is being written are there already, in a file beside it: four bytes a fragment, in the
 * order they came. Only a hint: a fragment it names is hashed before it counts. Kept only where the local store is not.
 */
final class PartJournal {
    private final Path path;
    private final boolean silent;
    private final BitSet known = new BitSet();

    PartJournal(Path path, boolean silent) throws IOException {
        this.path = path;
        this.silent = silent;
        if (!silent && Files.exists(path)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            while (bytes.remaining() >= Integer.BYTES) {
                known.set(bytes.getInt() & Integer.MAX_VALUE);
            }
        }
    }

    /** Whether an earlier install had the fragment. */
    boolean has(int fragment) {
        return known.get(fragment);
    }

    synchronized void add(int fragment) throws IOException {
        if (silent || known.get(fragment)) {
            return;
        }
        try (FileChannel out = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.allocate(Integer.BYTES).putInt(fragment).flip());
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
