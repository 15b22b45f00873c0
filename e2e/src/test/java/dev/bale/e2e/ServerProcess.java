package dev.bale.e2e;

import dev.bale.embedded.programs.Checkout;
import dev.bale.embedded.programs.Pauses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own. What it says goes to {@code target/logs}. */
final class ServerProcess implements AutoCloseable {
    private static final Path LOGS = Checkout.ROOT.resolve("e2e/target/logs");

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread atExit;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it, without what would lead it away from this machine. */
    static ServerProcess start(String name, ProcessBuilder program) {
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve(name + ".log");
            program.environment()
                    .keySet()
                    .removeIf(variable ->
                            variable.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
            Process process = program.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServerProcess(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Waits until the address answers 200. */
    ServerProcess await(URI address, Duration atMost) {
        try {
            Pauses.until(name + " answers at " + address, atMost, () -> !isAlive() || Http.answers(address));
        } catch (AssertionError e) {
            close();
            throw new AssertionError(e.getMessage() + ". It said:\n" + said(), e);
        }
        if (!isAlive()) {
            close();
            throw new AssertionError(name + " ended by itself. It said:\n" + said());
        }
        return this;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it has said. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, and makes it end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException exiting) {
            // The JVM is going down: the hook runs.
        }
    }
}
