package dev.bale.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Very many entries over few fragments: push, list, install of one folder, a one-entry change. The files are hard links to a thousand
 * distinct ones, so that the disk holds names and not bytes.
 */
final class ManyEntriesDrill {
    private static final int FRAGMENTS = 1_000;
    private static final int FOLDER_ENTRIES = 1_000;
    private static final String NAME = "drill/many";

    private final Registry registry;
    private final Path scratch;
    private final int entries;

    private ManyEntriesDrill(Registry registry, Path scratch, int entries) {
        this.registry = registry;
        this.scratch = scratch;
        this.entries = entries;
    }

    /**
     * What the drill saw.
     *
     * @param push the first push
     * @param list one folder's listing
     * @param install of one folder
     * @param again the push of nothing new
     * @param change the push of a one-entry change
     * @param registryHeapBytes in use at the end
     */
    record Result(int entries, Run push, Run list, Run install, Run again, Run change, long registryHeapBytes) {}

    /** Arguments: entries (optional, 10,000,000). */
    public static void main(String[] arguments) throws IOException {
        Result result = run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000);
        System.out.printf(
                "| %,d entries over %,d fragments | wall | client peak | to the registry | fragments moved |%n",
                result.entries(), FRAGMENTS);
        System.out.println("| --- | --- | --- | --- | --- |");
        line("push", result.push(), "metadata_bytes", "uploaded_fragments");
        line("ls of one folder", result.list(), null, null);
        line("install of one folder", result.install(), null, "downloaded_fragments");
        line("push again", result.again(), "metadata_bytes", "uploaded_fragments");
        line("push with one entry changed", result.change(), "metadata_bytes", "uploaded_fragments");
        System.out.printf("%nRegistry heap in use at the end: %d MiB of 256.%n", result.registryHeapBytes() >> 20);
    }

    /** Runs the drill on a registry of its own; whatever goes wrong throws. */
    static Result run(int entries) throws IOException {
        Path scratch = Files.createTempDirectory("bale-drill");
        try (Registry registry = Registry.start(Checkout.here(), scratch)) {
            return new ManyEntriesDrill(registry, scratch, entries).run();
        } finally {
            RandomFiles.remove(scratch);
        }
    }

    private Result run() throws IOException {
        Path source = scratch.resolve("source");
        makeFiles(source);
        Run push = registry.bale("push", NAME, source.toString());
        Run list = registry.bale("ls", NAME + "//" + folder(1));
        Run install = registry.bale(
                "install", NAME + "//" + folder(1), scratch.resolve("installed").toString());
        registry.bale("verify", scratch.resolve("installed").toString());
        Run again = registry.bale("push", NAME, source.toString());
        Path changed = source.resolve(folder(1)).resolve("entry-007");
        Files.delete(changed);
        Files.writeString(changed, "one changed entry");
        Run change = registry.bale("push", NAME, source.toString());
        return new Result(entries, push, list, install, again, change, registry.heapBytes());
    }

    private void makeFiles(Path source) throws IOException {
        Path originals = Files.createDirectories(scratch.resolve("originals"));
        List<Path> distinct = new ArrayList<>();
        for (int i = 0; i < FRAGMENTS; i++) {
            distinct.add(Files.writeString(
                    originals.resolve(Integer.toString(i)), "content %d %s".formatted(i, "x".repeat(i))));
        }
        for (int i = 0; i < entries; i++) {
            Path folder = source.resolve(folder(i / FOLDER_ENTRIES));
            if (i % FOLDER_ENTRIES == 0) {
                Files.createDirectories(folder);
            }
            Files.createLink(
                    folder.resolve("entry-%03d".formatted(i % FOLDER_ENTRIES)), distinct.get((i * 31) % FRAGMENTS));
        }
    }

    private static String folder(int number) {
        return "part-%02d/folder-%05d".formatted(number % 50, number);
    }

    private static void line(
            String what,
            Run run,
            @org.jspecify.annotations.Nullable String bytes,
            @org.jspecify.annotations.Nullable String fragments) {
        System.out.printf(
                "| %s | %.1f s | %d MiB | %s | %s |%n",
                what,
                seconds(run.wall()),
                run.peakBytes() >> 20,
                bytes == null
                        ? ""
                        : "%,d bytes".formatted(run.output().get(bytes).asLong()),
                fragments == null ? "" : run.output().get(fragments).asText());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
