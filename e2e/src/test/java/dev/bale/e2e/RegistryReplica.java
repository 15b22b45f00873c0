package dev.bale.e2e;

import dev.bale.embedded.programs.Checkout;
import dev.bale.embedded.programs.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged service as a process: one of several on the same database and storage. */
final class RegistryReplica implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Path PROGRAM = Checkout.ROOT.resolve("registry-api/target/quarkus-app/quarkus-run.jar");

    private final URI url;
    private final ServerProcess process;

    private RegistryReplica(URI url, ServerProcess process) {
        this.url = url;
        this.process = process;
    }

    /** Starts it and waits until it answers. */
    static RegistryReplica start(int port, Map<String, String> settings) {
        int health = FreePort.any();
        List<String> command = new ArrayList<>(List.of(
                Checkout.JAVA.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + health));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", PROGRAM.toString()));
        ProcessBuilder program = new ProcessBuilder(command);
        program.environment().keySet().removeIf(name -> name.startsWith("BALE_"));
        ServerProcess process = ServerProcess.start("registry-" + port, program)
                .await(URI.create("http://127.0.0.1:" + health + "/q/health/ready"), START);
        return new RegistryReplica(origin(port), process);
    }

    static URI origin(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    URI url() {
        return url;
    }

    URI url(String path) {
        return url.resolve(path);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** All that it has logged. */
    String log() {
        return process.said();
    }

    @Override
    public void close() {
        process.close();
    }
}
