package dev.bale.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * What a one-file change in a package of 100,000 files sends: bytes to the registry (pages and everything else of the protocol's bodies)
 * and fragments to the storage. Files change at random places; the peer for comparison is the whole manifest as JSON lines.
 */
final class OneChangeBench {
    private static final int FILES = 100_000;
    private static final int CHANGES = 40;

    private OneChangeBench() {}

    /** Arguments: files and changes (optional). */
    public static void main(String[] arguments) throws IOException {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : FILES;
        int changes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : CHANGES;
        Path scratch = Files.createTempDirectory("bale-bench");
        try (Registry registry = Registry.start(Checkout.here(), scratch)) {
            Path source = scratch.resolve("source");
            // Few distinct contents: the manifest is what is measured, not the upload of 100,000 fragments.
            for (int i = 0; i < files; i++) {
                Path file = source.resolve("region-%02d/site-%03d/sample-%06d.csv".formatted(i % 20, i % 977, i));
                Files.createDirectories(file.getParent());
                Files.writeString(file, "value\n" + i % 500 + "\n");
            }
            Run first = registry.bale("push", "bench/changes", source.toString());
            Random random = new Random(4);
            long[] bytes = new long[changes];
            long mostFragments = 0;
            for (int change = 0; change < changes; change++) {
                int i = random.nextInt(files);
                Files.writeString(
                        source.resolve("region-%02d/site-%03d/sample-%06d.csv".formatted(i % 20, i % 977, i)),
                        "changed\n" + System.nanoTime() + "\n");
                Run run = registry.bale("push", "bench/changes", source.toString());
                bytes[change] = run.output().get("metadata_bytes").asLong();
                mostFragments = Math.max(
                        mostFragments, run.output().get("uploaded_fragments").asLong());
            }
            long[] sorted = LongStream.of(bytes).sorted().toArray();
            System.out.printf(
                    "A one-file change in %,d files, %d times: %,d bytes to the registry in the median, %,d at the 95th percentile, %,d at most (target: under 100,000 at the 95th); %d fragment(s) moved at most. The first push sent %,d bytes of manifest in %.1f s. Registry heap in use at the end: %d MiB.%n",
                    files,
                    changes,
                    sorted[changes / 2],
                    sorted[(int) Math.ceil(changes * 0.95) - 1],
                    sorted[changes - 1],
                    mostFragments,
                    first.output().get("metadata_bytes").asLong(),
                    first.wall().toMillis() / 1000.0,
                    registry.heapBytes() >> 20);
        } finally {
            RandomFiles.remove(scratch);
        }
    }
}
