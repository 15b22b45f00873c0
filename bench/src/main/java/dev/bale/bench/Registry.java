package dev.bale.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A standalone registry in a process of its own, with the heap that production has. */
final class Registry implements AutoCloseable {
    private static final int START_SECONDS = 600;

    private final Checkout checkout;
    private final Path scratch;
    private final Path data;
    private final Process process;
    private final JsonNode running;

    private Registry(Checkout checkout, Path scratch, Path data, Process process, JsonNode running) {
        this.checkout = checkout;
        this.scratch = scratch;
        this.data = data;
        this.process = process;
        this.running = running;
    }

    /** Starts it in a fresh folder below {@code scratch}, and signs the command line in. */
    static Registry start(Checkout checkout, Path scratch) {
        return start(checkout, scratch, Map.of());
    }

    /** As {@link #start(Checkout, Path)}, with these settings as environment variables. */
    static Registry start(Checkout checkout, Path scratch, Map<String, String> settings) {
        try {
            Path data = scratch.resolve("registry");
            ProcessBuilder builder = new ProcessBuilder(
                            Checkout.java().toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "--enable-native-access=ALL-UNNAMED",
                            "-jar",
                            checkout.registryJar().toString(),
                            "--data",
                            data.toString(),
                            "--port=0",
                            "--storage-port=0",
                            "--health-port=0")
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("registry.log").toFile());
            builder.environment().putAll(settings);
            Process process = builder.start();
            Path file = data.resolve("running.json");
            for (int i = 0; i < START_SECONDS * 10 && !Files.exists(file); i++) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(Files.readString(scratch.resolve("registry.log")));
                }
                Thread.sleep(100);
            }
            Registry registry =
                    new Registry(checkout, scratch, data, process, new JsonMapper().readTree(Files.readString(file)));
            registry.signIn();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void signIn() throws IOException, InterruptedException {
        ProcessBuilder login = new ProcessBuilder(
                client(List.of("login", running.get("url").asText(), "--name", "admin", "--secret-stdin")));
        login.environment().putAll(environment());
        int code = login.redirectInput(data.resolve("admin-secret").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("bale login failed");
        }
    }

    /** Runs {@code bale} with these arguments and {@code --json}. */
    Run bale(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return Run.of(client(all), environment(), scratch);
    }

    private List<String> client(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Checkout.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-jar",
                checkout.clientJar().toString()));
        command.addAll(arguments);
        return command;
    }

    private Map<String, String> environment() {
        return Map.of(
                "BALE_CONFIG_DIR", scratch.resolve("config").toString(),
                "BALE_STORE_DIR", scratch.resolve("store").toString());
    }

    /** Where it listens. */
    URI url() {
        return URI.create(running.get("url").asText());
    }

    /** Where the embedded S3 listens. */
    URI storage() {
        return URI.create(running.get("storage").asText());
    }

    /** The credentials and the bucket of the embedded S3, for a peer that uses the same server. */
    Path storageFolder() {
        return data.resolve("storage");
    }

    /** A connection to its PostgreSQL, with all rights. */
    Connection database() throws SQLException {
        try {
            Path postgres = data.resolve("postgres");
            String port = Files.readAllLines(postgres.resolve("pgdata/postmaster.pid"))
                    .get(3)
                    .strip();
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/bale",
                    "bale",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of heap in use now, as the registry's own metrics tell. */
    long heapBytes() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create(running.get("health").asText() + "/q/metrics");
            String text = http.send(
                            HttpRequest.newBuilder(metrics)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** CPU time so far of the registry's process, and of its PostgreSQL with all connections that are open. */
    Duration cpuWithDatabase() {
        try {
            long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postgres/pgdata/postmaster.pid"))
                    .getFirst()
                    .strip());
            List<Long> pids = new ArrayList<>(List.of(process.pid(), postmaster));
            ProcessHandle.of(postmaster).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(backend -> pids.add(backend.pid()));
            Duration sum = Duration.ZERO;
            for (long pid : pids) {
                Run.Watch watch = new Run.Watch(pid);
                watch.look();
                sum = sum.plus(watch.cpu());
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time and peak memory of the registry's process so far. */
    Run.Watch watch() {
        Run.Watch watch = new Run.Watch(process.pid());
        watch.look();
        return watch;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
