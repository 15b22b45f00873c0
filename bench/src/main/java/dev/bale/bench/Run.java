package dev.bale.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One run of a program in a process of its own, start of the JVM included.
 *
 * @param output of the program, JSON
 * @param wall time from start to end
 * @param cpu user and system time of the process, as Linux accounts it when the process has ended
 * @param peakBytes the most memory that it had resident
 */
record Run(JsonNode output, Duration wall, Duration cpu, long peakBytes) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Runs to the end; a failure shows what the program said. */
    static Run of(List<String> command, Map<String, String> environment, Path scratch) {
        try {
            Path out = Files.createTempFile(scratch, "run", ".out");
            Path err = Files.createTempFile(scratch, "run", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            Watch watch = new Watch(process.pid());
            while (process.isAlive()) {
                watch.look();
                Thread.sleep(5);
            }
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            String said = Files.readString(out, StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said
                        + Files.readString(err, StandardCharsets.UTF_8));
            }
            return new Run(
                    said.isBlank() ? JSON.createObjectNode() : JSON.readTree(said),
                    wall,
                    watch.cpu(),
                    watch.peakBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what Linux tells of a process while it lives; the last look is a few milliseconds old at most. */
    static final class Watch {
        private static final long TICK_NANOS = 10_000_000;
        private final Path process;
        private Duration cpu = Duration.ZERO;
        private long peakBytes;

        Watch(long pid) {
            process = Path.of("/proc", Long.toString(pid));
        }

        void look() {
            try {
                String stat = Files.readString(process.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                cpu = Duration.ofNanos((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS);
                Files.readAllLines(process.resolve("status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .forEach(line -> peakBytes = Long.parseLong(line.replaceAll("\\D", "")) * 1024);
            } catch (IOException | RuntimeException ended) {
                // It ended between two looks, or this is no Linux: then CPU and memory read 0.
            }
        }

        Duration cpu() {
            return cpu;
        }

        long peakBytes() {
            return peakBytes;
        }
    }
}
