package dev.bale.embedded;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How to run an embedded PostgreSQL.
 *
 * @param folder where the data is kept, across restarts; nothing else should be in it
 * @param port on 127.0.0.1; 0 takes a free one
 * @param cache where PostgreSQL's programs are unpacked (60 MB), shared by all servers of this user
 * @param durable whether a committed transaction survives a power cut; only tests want otherwise
 * @param stopAtExit whether the server stops with the JVM; without it, {@link PostgresServer#close} must be called
 */
public record PostgresSettings(Path folder, int port, Path cache, boolean durable, boolean stopAtExit) {
    public PostgresSettings {
        requireNonNull(folder, "folder is null");
        requireNonNull(cache, "cache is null");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
    }

    /** Durable, on a free port, stopped with the JVM, programs in the user's cache folder. */
    public static PostgresSettings in(Path folder) {
        return new PostgresSettings(folder, 0, userCache(), true, true);
    }

    public PostgresSettings withPort(int newPort) {
        return new PostgresSettings(folder, newPort, cache, durable, stopAtExit);
    }

    public PostgresSettings withCache(Path newCache) {
        return new PostgresSettings(folder, port, newCache, durable, stopAtExit);
    }

    /** Faster, and broken by a power cut: for tests. */
    public PostgresSettings notDurable() {
        return new PostgresSettings(folder, port, cache, false, stopAtExit);
    }

    /** For a program that must close its own connections first and then calls {@link PostgresServer#close} itself. */
    public PostgresSettings leftRunningAtExit() {
        return new PostgresSettings(folder, port, cache, durable, false);
    }

    private static Path userCache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return caches.resolve("bale");
    }
}
