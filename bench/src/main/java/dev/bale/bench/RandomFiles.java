package dev.bale.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Makes files whose bytes nothing compresses and no two of which are alike. */
final class RandomFiles {
    private static final int BUFFER = 1 << 20;

    private RandomFiles() {}

    static void make(Path folder, int count, long bytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] buffer = new byte[BUFFER];
        try {
            for (int i = 0; i < count; i++) {
                Path file = folder.resolve("folder-%03d".formatted(i % 100)).resolve("file-%06d.bin".formatted(i));
                Files.createDirectories(file.getParent());
                try (OutputStream out = Files.newOutputStream(file)) {
                    for (long left = bytes; left > 0; left -= BUFFER) {
                        random.nextBytes(buffer);
                        out.write(buffer, 0, (int) Math.min(left, BUFFER));
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var walk = Files.walk(folder)) {
            walk.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
