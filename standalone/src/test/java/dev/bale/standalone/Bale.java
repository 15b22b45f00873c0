package dev.bale.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somebody at the command line: the packaged {@code bale.jar}, with a session and a local store of his own. */
final class Bale {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Path CLASSES = archive();

    private final Path home;
    private final Path store;
    private final URI registry;

    private Bale(Path home, Path store, URI registry) {
        this.home = home;
        this.store = store;
        this.registry = registry;
    }

    /** The administrator, signed in. */
    static Bale admin(Path home, URI address, Path adminSecret) {
        try {
            Bale bale = new Bale(Files.createDirectories(home), home.resolve("store"), address);
            ProcessBuilder login =
                    bale.program(List.of("login", address.toString(), "--name", "admin", "--secret-stdin"));
            Running.Finished done = Running.start(login, adminSecret).await(LONGEST);
            done.mustExit(0);
            return bale;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same session with another local store. */
    Bale withStore(Path folder) {
        return new Bale(home, folder, registry);
    }

    Path store() {
        return store;
    }

    Path home() {
        return home;
    }

    Running start(Object... arguments) {
        return Running.start(program(words(arguments)));
    }

    Running.Finished run(Object... arguments) {
        return start(arguments).await(LONGEST);
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
