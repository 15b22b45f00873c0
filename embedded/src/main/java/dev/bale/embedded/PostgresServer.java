package dev.bale.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of our own on 127.0.0.1: made, started and stopped here, with a random password and the database
 * {@code bale}.
 *
 * <p>It never talks to a server that it did not start. A server that a killed JVM left behind on this folder is found
 * by the folder's {@code postmaster.pid} and command line, and stopped first; anything else that holds the port makes
 * the start fail.
 */
public final class PostgresServer implements AutoCloseable {
    private static final int SECRET_BYTES = 24;
    private static final int FREE_PORT_ATTEMPTS = 5;

    private final PostgresCluster cluster;
    private final FolderLock lock;
    private final int port;
    private final String password;
    private final @Nullable Path removedOnClose;
    private @Nullable Thread exitHook;
    private boolean closed;

    private PostgresServer(
            PostgresCluster cluster, FolderLock lock, int port, String password, @Nullable Path removedOnClose) {
        this.cluster = cluster;
        this.lock = lock;
        this.port = port;
        this.password = password;
        this.removedOnClose = removedOnClose;
    }

    /**
     * Starts the server, making the data folder where it is missing. Takes about 0.2 s, a second more the first time
     * and some seconds more when the programs must be unpacked.
     *
     * @throws EmbeddedServerException if the folder or the port is taken, or PostgreSQL cannot run here
     */
    public static PostgresServer start(PostgresSettings settings) {
        requireNonNull(settings, "settings is null");
        return start(settings, null);
    }

    /**
     * A server for tests in a folder of its own, on a free port, without durability; {@link #close} removes its data.
     *
     * @throws EmbeddedServerException if PostgreSQL cannot run here
     */
    public static PostgresServer throwaway() {
        try {
            Path folder = Files.createTempDirectory("bale-postgres");
            return start(PostgresSettings.in(folder).notDurable(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(PostgresSettings settings, @Nullable Path removedOnClose) {
        Path folder;
        try {
            folder = PrivateFiles.folder(settings.folder());
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot make the data folder " + settings.folder(), e);
        }
        FolderLock lock = FolderLock.take(folder);
        try {
            PostgresServer server = startLocked(settings, folder, lock, removedOnClose);
            server.stopAtExit(settings.stopAtExit());
            return server;
        } catch (IOException e) {
            lock.close();
            throw new EmbeddedServerException("Cannot prepare PostgreSQL in " + folder, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static PostgresServer startLocked(
            PostgresSettings settings, Path folder, FolderLock lock, @Nullable Path removedOnClose) throws IOException {
        Unprivileged unprivileged = Unprivileged.of(PostgresCluster.data(folder));
        Path cache = unprivileged.readsPrivateFolders() ? settings.cache() : folder.resolve("programs");
        PostgresBinaries binaries = PostgresBinaries.in(cache);
        unprivileged.admit(cache);
        PostgresCluster cluster = new PostgresCluster(folder, binaries, unprivileged);
        String password = PrivateFiles.secret(folder.resolve("password"), SECRET_BYTES);
        if (Files.isDirectory(PostgresCluster.data(folder))) {
            stopOrphan(folder, cluster);
        } else {
            cluster.make(password);
        }
        int port = startOnPort(cluster, settings);
        return new PostgresServer(cluster, lock, port, password, removedOnClose);
    }

    /** We hold the folder's lock, so whoever started a server that still runs on it is dead. */
    private static void stopOrphan(Path folder, PostgresCluster cluster) throws IOException {
        Postmaster left = Postmaster.of(PostgresCluster.data(folder)).orElse(null);
        if (left == null) {
            return;
        }
        if (left.lives()) {
            cluster.stop();
        } else if (left.numberIsTaken()) {
            left.forget();
        }
    }

    private static int startOnPort(PostgresCluster cluster, PostgresSettings settings) throws IOException {
        if (settings.port() != 0) {
            requireFree(settings.port());
            cluster.start(settings.port(), settings.durable());
            return settings.port();
        }
        // Between finding a free port and PostgreSQL taking it, another program may: then another one is tried.
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            try {
                cluster.start(port, settings.durable());
                return port;
            } catch (EmbeddedServerException e) {
                if (attempt == FREE_PORT_ATTEMPTS || isFree(port)) {
                    throw e;
                }
            }
        }
    }

    private static void requireFree(int port) {
        if (!isFree(port)) {
            throw new EmbeddedServerException(
                    "Port " + port + " is taken by another program. Stop it, or choose another port for PostgreSQL.");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        }
    }

    private void stopAtExit(boolean wanted) {
        if (wanted) {
            Thread hook = new Thread(this::stop, "stop-postgres");
            exitHook = hook;
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** The database {@code bale}, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
    }

    public int port() {
        return port;
    }

    /** The cluster's superuser: make roles with fewer rights for daily use. */
    public String user() {
        return PostgresCluster.USER;
    }

    /** Random, made with the data folder and kept in it. */
    public String password() {
        return password;
    }

    /** Stops the server and frees the folder. Sessions still open are ended; what they committed is kept. */
    @Override
    public void close() {
        Thread hook = exitHook;
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException exiting) {
                // The JVM is going down: the hook runs, and stop() does its work once.
            }
        }
        stop();
    }

    private synchronized void stop() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            cluster.stop();
            if (removedOnClose != null) {
                Folders.delete(removedOnClose);
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot stop PostgreSQL", e);
        } finally {
            lock.close();
        }
    }
}
