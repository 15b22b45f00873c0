package dev.bale.standalone;

import dev.bale.embedded.EmbeddedServerException;
import dev.bale.embedded.PostgresServer;
import dev.bale.embedded.PostgresSettings;
import dev.bale.embedded.S3Server;
import dev.bale.embedded.S3Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts PostgreSQL and S3, then the registry on top of them. All stop together. */
@QuarkusMain
@Command(
        name = "bale-standalone",
        mixinStandardHelpOptions = true,
        description = "The registry with an embedded PostgreSQL and an embedded S3, bound to loopback.",
        versionProvider = Standalone.Version.class,
        sortOptions = false,
        footer = {
            "",
            "The administrator's name is `admin`, the secret lies in DATA/admin-secret.",
            "Stop it with Ctrl-C or SIGTERM. Everything is kept in DATA and is there again after a restart."
        })
public final class Standalone implements Callable<Integer> {
    private static final int STOP_SECONDS = 20;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "${env:BALE_DATA:-.bale/data}",
            description = "Folder in which everything is kept (default: $BALE_DATA or .bale/data).")
    private Path data = Path.of(".bale/data");

    @Option(
            names = "--port",
            defaultValue = "8480",
            description = "Port of the registry, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--storage-port",
            defaultValue = "8481",
            description = "Port of the embedded S3, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int storagePort;

    @Option(
            names = "--health-port",
            defaultValue = "8482",
            description = "Port of /q/health and /q/metrics, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int healthPort;

    @Option(
            names = "--browser-origin",
            description = "A page whose scripts may read and write the embedded S3 besides the registry's own, such as"
                    + " http://127.0.0.1:5173; may be given several times.")
    private List<String> browserOrigins = List.of();

    private Standalone() {}

    /** Runs until stopped. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Standalone())
                .setExecutionExceptionHandler(Standalone::explain)
                .execute(args));
    }

    @Override
    public Integer call() {
        DataFolder folder = DataFolder.open(data);
        int httpPort = orFree(port);
        try (PostgresServer postgres = PostgresServer.start(
                        PostgresSettings.in(folder.postgres()).leftRunningAtExit());
                S3Server storage = S3Server.start(S3Settings.in(folder.storage())
                        .withPort(storagePort)
                        .withBrowserOrigins(browserOrigins(httpPort)))) {
            configure(folder, postgres, storage, httpPort);
            CountDownLatch stopped = new CountDownLatch(1);
            AtomicInteger code = new AtomicInteger();
            // On a signal the JVM ends when its hooks have, whatever this thread still has to do.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, postgres, storage)));
            Quarkus.run(RunningRegistry.class, (exitCode, failure) -> {
                if (failure != null) {
                    System.err.println("The registry stopped: " + failure);
                }
                code.set(exitCode);
                stopped.countDown();
            });
            return code.get();
        }
    }

    /** The registry first, then what it stands on: its last transactions want a database. */
    private static void closeAfter(CountDownLatch stopped, PostgresServer postgres, S3Server storage) {
        try {
            boolean inTime = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("The registry did not stop within " + STOP_SECONDS + " s; stopping its servers.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres.close();
        storage.close();
    }

    /** A port or a folder that is taken is for the reader to mend; only what nobody foresaw shows its trace. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof EmbeddedServerException || failure instanceof UncheckedIOException) {
            command.getErr().println("bale-standalone: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }

    /** The pages of this registry read files from its storage, and whatever else was named. */
    private List<String> browserOrigins(int httpPort) {
        List<String> origins = new ArrayList<>(browserOrigins);
        origins.add("http://127.0.0.1:" + httpPort);
        origins.add("http://localhost:" + httpPort);
        return origins;
    }

    private void configure(DataFolder folder, PostgresServer postgres, S3Server storage, int httpPort) {
        Map<String, String> settings = Map.ofEntries(
                Map.entry(RunningRegistry.DATA, folder.root().toString()),
                Map.entry("quarkus.http.port", Integer.toString(httpPort)),
                Map.entry("quarkus.management.port", Integer.toString(orFree(healthPort))),
                Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                Map.entry("quarkus.datasource.username", postgres.user()),
                Map.entry("quarkus.datasource.password", postgres.password()),
                Map.entry("bale.stores.default.endpoint", storage.endpoint().toString()),
                Map.entry("bale.stores.default.bucket", storage.bucket()),
                Map.entry("bale.stores.default.region", S3Server.REGION),
                Map.entry("aws.accessKeyId", storage.credentials().accessKey()),
                Map.entry("aws.secretAccessKey", storage.credentials().secretKey()),
                Map.entry("bale.seals.key-file", folder.sealKey().toString()),
                Map.entry("bale.seals.create-key-file", "true"),
                Map.entry("bale.accounts.local", "true"),
                Map.entry("bale.accounts.create-secret-file", "true"),
                Map.entry("bale.accounts.secret-file", folder.secret().toString()),
                Map.entry(
                        "bale.accounts.first-admin-secret-file",
                        folder.adminSecret().toString()));
        settings.forEach(System::setProperty);
    }

    private static int orFree(int wanted) {
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /** The version of the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Standalone.class.getPackage().getImplementationVersion();
            return new String[] {"bale-standalone " + (version == null ? "development" : version)};
        }
    }
}
