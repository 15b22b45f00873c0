package dev.bale.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.embedded.programs.Checkout;
import dev.bale.embedded.programs.FreePort;
import dev.bale.embedded.programs.Pauses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged registry as a process, with its PostgreSQL and its S3, on ports that stay the same when it comes back. */
final class RegistryProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);

    private final Path data;
    private final Ports ports;
    private final Map<String, String> properties;
    private final Thread atExit = new Thread(this::killQuietly);
    private Process process;

    /** Where it listens. */
    record Ports(int registry, int storage) {
        static Ports free() {
            return new Ports(FreePort.any(), FreePort.any());
        }

        URI storageAddress() {
            return URI.create("http://127.0.0.1:" + storage);
        }
    }

    private RegistryProcess(Path data, Ports ports, Map<String, String> properties) {
        this.data = data;
        this.ports = ports;
        this.properties = Map.copyOf(properties);
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it and waits until it answers. */
    static RegistryProcess start(Path data, Ports ports, Map<String, String> properties) {
        RegistryProcess registry = new RegistryProcess(data, ports, properties);
        registry.awaitRunning();
        return registry;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + ports.registry());
    }

    Path data() {
        return data;
    }

    Path adminSecret() {
        return data.resolve("admin-secret");
    }

    Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    /** kill -9 of the process in which registry and storage run; PostgreSQL is left behind, or dies in the same way. */
    void kill(boolean withPostgres) {
        Optional<ProcessHandle> postgres = withPostgres ? postmaster() : Optional.empty();
        List<ProcessHandle> backends =
                postgres.map(ProcessHandle::descendants).orElse(Stream.empty()).toList();
        process.destroyForcibly();
        postgres.ifPresent(ProcessHandle::destroyForcibly);
        backends.forEach(ProcessHandle::destroyForcibly);
        await(process);
    }

    /** The same registry again, on its data folder and its ports, with the same settings. */
    RegistryProcess restart() {
        process = launch();
        awaitRunning();
        return this;
    }

    @Override
    public void close() {
        process.destroy();
        await(process);
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                Checkout.JAVA.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", Checkout.REGISTRY.toString(), "--data", data.toString()));
        command.addAll(List.of("--port", Integer.toString(ports.registry())));
        command.addAll(List.of("--storage-port", Integer.toString(ports.storage()), "--health-port", "0"));
        try {
            Files.createDirectories(data.toAbsolutePath().getParent());
            Files.deleteIfExists(data.resolve("running.json"));
            ProcessBuilder program = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            program.environment().keySet().removeIf(name -> name.startsWith("BALE_"));
            // All tests sign in as the one administrator, each on a machine of its own.
            program.environment().put("BALE_ATTEMPTS_PER_ACCOUNT", "1000");
            return program.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitRunning() {
        Instant until = Instant.now().plus(START);
        while (!isRunning()) {
            if (!process.isAlive() || Instant.now().isAfter(until)) {
                process.destroyForcibly();
                throw new AssertionError("The registry did not start. It said:\n" + said());
            }
            Pauses.millis(50);
        }
    }

    private boolean isRunning() {
        try {
            Path file = data.resolve("running.json");
            if (!Files.exists(file)) {
                return false;
            }
            JsonNode running = new ObjectMapper().readTree(Files.readString(file));
            return running.path("pid").asLong() == process.pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** The PostgreSQL of this data folder and no other: its own file names it, and its command line names the folder. */
    private Optional<ProcessHandle> postmaster() {
        Path folder = data.resolve("postgres/pgdata");
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
            String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return command.contains(folder.toString()) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void killQuietly() {
        Optional<ProcessHandle> postgres = postmaster();
        process.destroyForcibly();
        postgres.ifPresent(ProcessHandle::destroy);
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
