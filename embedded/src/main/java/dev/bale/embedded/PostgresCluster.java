package dev.bale.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL data directory and the programs that make, start and stop it. Knows nothing of locks and lifetimes. */
final class PostgresCluster {
    static final String USER = "bale";
    static final String DATABASE = "bale";
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;
    private static final int LOG_TAIL_LINES = 15;

    private final Path folder;
    private final PostgresBinaries binaries;
    private final Unprivileged unprivileged;

    PostgresCluster(Path folder, PostgresBinaries binaries, Unprivileged unprivileged) {
        this.folder = folder;
        this.binaries = binaries;
        this.unprivileged = unprivileged;
    }

    static Path data(Path folder) {
        return folder.resolve("pgdata");
    }

    /** Makes the cluster and its database. A crash on the way leaves only a folder that the next call clears. */
    void make(String password) throws IOException {
        Path fresh = folder.resolve("pgdata.new");
        Path passwordFile = folder.resolve("pgdata.password");
        Folders.delete(fresh);
        PrivateFiles.folder(fresh);
        PrivateFiles.write(passwordFile, password);
        unprivileged.admit(folder);
        unprivileged.own(fresh);
        unprivileged.own(passwordFile);
        try {
            initdb(fresh, passwordFile);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        createDatabase(fresh);
        Files.writeString(fresh.resolve("postgresql.conf"), "\ninclude 'bale.conf'\n", StandardOpenOption.APPEND);
        Files.move(fresh, data(folder), StandardCopyOption.ATOMIC_MOVE);
    }

    private void initdb(Path fresh, Path passwordFile) throws IOException {
        run(
                "",
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Bytes order text, so no upgrade of a C library ever breaks an index.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions",
                "--no-sync");
    }

    /** Alone with its data, before it ever listens: no connection and so no password is needed. */
    private void createDatabase(Path fresh) throws IOException {
        run(
                "CREATE DATABASE " + DATABASE + "\n",
                binaries.program("postgres").toString(),
                "--single",
                "-D",
                fresh.toString(),
                "postgres");
    }

    /**
     * Starts the server and waits until it takes connections.
     *
     * @throws EmbeddedServerException with the end of the server's log, if it does not
     */
    void start(int port, boolean durable) throws IOException {
        Files.writeString(data(folder).resolve("bale.conf"), configuration(port, durable));
        Path log = folder.resolve("server.log");
        if (!Files.exists(log)) {
            PrivateFiles.write(log, "");
        }
        unprivileged.own(data(folder).resolve("bale.conf"));
        unprivileged.own(log);
        try {
            pgCtl("start", "--log=" + log, "--wait", "--timeout=" + START_SECONDS);
        } catch (EmbeddedServerException e) {
            throw new EmbeddedServerException("PostgreSQL did not start. The end of " + log + ":\n" + tail(log), e);
        }
    }

    /** Ends all sessions and stops the server; where that takes too long, at once, as a crash that the next start heals. */
    void stop() throws IOException {
        try {
            pgCtl("stop", "--mode=fast", "--wait", "--timeout=" + STOP_SECONDS);
        } catch (EmbeddedServerException tooSlow) {
            pgCtl("stop", "--mode=immediate", "--wait", "--timeout=" + STOP_SECONDS);
        }
    }

    private static String configuration(int port, boolean durable) {
        String sync = durable ? "on" : "off";
        return """
                # Written at each start of the registry; edits are lost.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 100
                password_encryption = 'scram-sha-256'
                fsync = %s
                synchronous_commit = %s
                full_page_writes = %s
                # Values of rows do not belong into a log.
                log_min_error_statement = panic
                log_error_verbosity = terse
                log_checkpoints = off
                """.formatted(port, sync, sync, sync);
    }

    private void pgCtl(String action, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(binaries.program("pg_ctl").toString(), action, "--pgdata=" + data(folder), "--silent"));
        command.addAll(List.of(options));
        run("", command.toArray(String[]::new));
    }

    private void run(String input, String... command) throws IOException {
        Path output = Files.createTempFile(folder, ".output", "");
        try {
            Process process = new ProcessBuilder(unprivileged.wrap(List.of(command)))
                    // Root's own working folder may be closed to the user that the program runs as.
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    // A file and not a pipe: the server inherits it and would hold a pipe open.
                    .redirectOutput(output.toFile())
                    .start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            }
            if (!process.waitFor(START_SECONDS + STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedServerException(name(command) + " did not end");
            }
            if (process.exitValue() != 0) {
                throw new EmbeddedServerException(name(command) + " failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while waiting for " + name(command), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String name(String[] command) {
        return Path.of(command[0]).getFileName() + " " + command[1];
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }
}
