package dev.bale.embedded.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somebody at the command line: the packaged {@code bale.jar}, with a session and a local store of his own. */
public final class Bale {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Path CLASSES = archive();

    private final Path home;
    private final Path store;
    private final URI registry;
    private final String token;

    private Bale(Path home, Path store, URI registry, String token) {
        this.home = home;
        this.store = store;
        this.registry = registry;
        this.token = token;
    }

    /** Nobody yet, at a machine of his own. */
    public static Bale nobody(Path home, URI address) {
        try {
            return new Bale(Files.createDirectories(home), home.resolve("store"), address, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The administrator, signed in. */
    public static Bale admin(Path home, URI address, Path adminSecret) {
        Bale bale = nobody(home, address);
        bale.runWith(adminSecret, "login", address, "--name", "admin", "--secret-stdin")
                .mustExit(0);
        return bale;
    }

    /** The same session with another local store. */
    public Bale withStore(Path folder) {
        return new Bale(home, folder, registry, token);
    }

    /** With this token in the environment, instead of a session. */
    public Bale withToken(String newToken) {
        return new Bale(home, store, registry, newToken);
    }

    public Path store() {
        return store;
    }

    public Path home() {
        return home;
    }

    public Running start(Object... arguments) {
        return Running.start(program(words(arguments)));
    }

    public Running.Finished run(Object... arguments) {
        return start(arguments).await(LONGEST);
    }

    /** With this file as its standard input. */
    public Running.Finished runWith(Path input, Object... arguments) {
        return Running.start(program(words(arguments)), input).await(LONGEST);
    }

    private static List<String> words(Object... arguments) {
        return List.of(arguments).stream().map(Object::toString).toList();
    }

    private ProcessBuilder program(List<String> arguments) {
        // As the launcher runs it, but for the search for a JDK.
        List<String> command = new ArrayList<>(List.of(
                Checkout.JAVA.toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Xlog:disable",
                "-Xlog:all=off",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + CLASSES,
                "-jar",
                Checkout.CLIENT.toString()));
        command.addAll(arguments);
        ProcessBuilder program = new ProcessBuilder(command).directory(home.toFile());
        Checkout.isolate(program.environment(), home);
        program.environment().put("BALE_STORE_DIR", store.toString());
        program.environment().put("BALE_REGISTRY", registry.toString());
        program.environment().put("LC_ALL", "C.UTF-8");
        if (!token.isEmpty()) {
            program.environment().put("BALE_TOKEN", token);
        }
        return program;
    }

    private static Path archive() {
        try {
            Path folder = Files.createTempDirectory("bale-it-classes");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("bale.jsa");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
