package dev.bale.embedded.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that runs, and what it has said so far. */
public final class Running {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it; its output goes to files, so that it never waits for a reader. */
    public static Running start(ProcessBuilder program) {
        return start(program, Path.of("/dev/null"));
    }

    public static Running start(ProcessBuilder program, Path input) {
        try {
            Path out = Files.createTempFile("bale-it", ".out");
            Path err = Files.createTempFile("bale-it", ".err");
            Process process = program.redirectInput(input.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Running(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written to standard error so far. */
    public String saidSoFar() {
        return read(err);
    }

    /** kill -9, this process alone. */
    public void kill() {
        process.destroyForcibly();
        await(Duration.ofMinutes(1));
    }

    public Finished await(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("It was not done within " + atMost + ". It said:\n" + read(out) + read(err));
            }
            Finished finished = new Finished(process.exitValue(), read(out), read(err));
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
            return finished;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that has ended. */
    public record Finished(int exit, String out, String err) {
        /** The program must have ended so; what it said stands in the failure otherwise. */
        public Finished mustExit(int expected) {
            assertThat(exit).as("exit code; it said:%n%s%s", out, err).isEqualTo(expected);
            return this;
        }

        /** The one JSON document on standard output. */
        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + out + err, e);
            }
        }

        /** What the client says is wrong, in JSON or in words. */
        public String message() {
            return out.startsWith("{") ? json().at("/error/message").asText() : err;
        }
    }
}
