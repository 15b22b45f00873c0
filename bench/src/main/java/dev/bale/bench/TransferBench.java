package dev.bale.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Push and install against the peer ({@link SdkCopy}) on the same storage server, taking turns; the medians of their rates as ratios. The
 * storage runs in the registry's process, so the peer has the same server with the same heap.
 */
final class TransferBench {
    private static final int ROUNDS = 3;

    private final Registry registry;
    private final Path scratch;

    private TransferBench(Registry registry, Path scratch) {
        this.registry = registry;
        this.scratch = scratch;
    }

    record Shape(String name, int files, long bytes, double target) {}

    /** Arguments: rounds (optional). */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
        Path scratch = Files.createTempDirectory("bale-bench");
        try (Registry registry = Registry.start(Checkout.here(), scratch)) {
            TransferBench bench = new TransferBench(registry, scratch);
            System.out.println(
                    "| what | bale, s | peer, s | rate of the peer's | target | bale CPU, s | peer CPU, s | bale MiB | peer MiB |");
            System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            bench.measure(new Shape("16 files of 48 MiB", 16, 48L << 20, 0.8), rounds);
            bench.measure(new Shape("3 files of 256 MiB", 3, 256L << 20, 0.8), rounds);
            bench.measure(new Shape("10,000 files of 1 KiB", 10_000, 1L << 10, 0.6), rounds);
            Run.Watch watch = registry.watch();
            System.out.printf(
                    "%nThe registry with its storage: heap at most 256 MiB (-Xmx256m), %d MiB in use at the end, %d MiB resident at most, %.1f s CPU.%n",
                    registry.heapBytes() >> 20, watch.peakBytes() >> 20, seconds(watch.cpu()));
        } finally {
            RandomFiles.remove(scratch);
        }
    }

    private void measure(Shape shape, int rounds) {
        List<Run> pushes = new ArrayList<>();
        List<Run> uploads = new ArrayList<>();
        List<Run> installs = new ArrayList<>();
        List<Run> downloads = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // Fresh bytes each time: what the registry has already would not travel.
            Path source = scratch.resolve("source");
            RandomFiles.make(source, shape.files(), shape.bytes(), System.nanoTime());
            String name = "bench/p" + Integer.toHexString(shape.name().hashCode()) + "-" + round;
            Path target = scratch.resolve("target");
            uploads.add(peer("up", name, source));
            pushes.add(registry.bale("push", name, source.toString()));
            downloads.add(peer("down", name, target));
            RandomFiles.remove(target);
            // Without the local store: the peer has none either.
            installs.add(registry.bale("install", name, target.toString(), "--no-store"));
            RandomFiles.remove(target);
            RandomFiles.remove(source);
        }
        line("push " + shape.name(), pushes, uploads, shape.target());
        line("install " + shape.name(), installs, downloads, shape.target());
    }

    private Run peer(String direction, String prefix, Path folder) {
        return Run.of(
                List.of(
                        Checkout.java().toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SdkCopy.class.getName(),
                        direction,
                        registry.storage().toString(),
                        registry.storageFolder().toString(),
                        "peer/" + prefix,
                        folder.toString()),
                Map.of(),
                scratch);
    }

    private static void line(String what, List<Run> ours, List<Run> peers, double target) {
        Run bale = median(ours);
        Run peer = median(peers);
        System.out.printf(
                "| %s | %.2f | %.2f | %.0f%% | %.0f%% | %.1f | %.1f | %d | %d |%n",
                what,
                seconds(bale.wall()),
                seconds(peer.wall()),
                100 * seconds(peer.wall()) / seconds(bale.wall()),
                100 * target,
                seconds(bale.cpu()),
                seconds(peer.cpu()),
                bale.peakBytes() >> 20,
                peer.peakBytes() >> 20);
    }

    private static Run median(List<Run> runs) {
        return runs.stream().sorted(Comparator.comparing(Run::wall)).toList().get(runs.size() / 2);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
