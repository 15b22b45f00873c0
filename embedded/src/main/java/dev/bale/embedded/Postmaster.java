package dev.bale.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The PostgreSQL server that a data folder names in its {@code postmaster.pid}, alive or not.
 *
 * <p>The number alone proves nothing: after a crash or in a restarted container it may belong to any other program.
 */
record Postmaster(long pid, Path cluster) {
    /** Above the highest process number of Linux and macOS, so no process ever has it. */
    private static final long NOBODY = (1L << 22) + 1;

    static Optional<Postmaster> of(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(pidFile(cluster));
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), cluster));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedServerException("Cannot read " + pidFile(cluster), e);
        }
    }

    /** Whether a process with this number runs at all, whoever it is. */
    boolean numberIsTaken() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Whether the process is PostgreSQL serving this very folder, by its command line. */
    boolean lives() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().arguments())
                .filter(arguments -> Arrays.asList(arguments).contains(cluster.toString()))
                .isPresent();
    }

    /**
     * Tells PostgreSQL that the process of the file is gone although another one bears its number now, which would
     * make it refuse to start. The rest of the file stays: by it PostgreSQL finds orphaned sessions on the data.
     */
    void forget() {
        Path file = pidFile(cluster);
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(0, Long.toString(NOBODY));
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot rewrite " + file, e);
        }
    }

    private static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
