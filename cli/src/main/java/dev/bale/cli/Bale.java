package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.ClientSettings;
import dev.bale.client.progress.TransferMeter;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: the options that all commands share, and the way to the registry. */
@Command(
        name = "bale",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Publishes and installs data packages.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale login https://bale.example.org",
            "  bale push team/sales ./out -m \"September close\"",
            "  bale install team/sales",
            "",
            "A package is written namespace/name; a reference adds what is wanted of it:",
            "  team/sales            the newest version",
            "  team/sales:v2         a tag or a release",
            "  team/sales@3fa9c1     a version by its top hash, or the beginning of it",
            "  team/sales//2026/q3   a file or folder of it",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 denied or not signed in, 5 conflict,",
            "6 verification failed, 7 registry or storage unavailable, 8 files in the way, 9 files changed or",
            "unreadable, 10 local disk, 11 withdrawn, 12 done but for what is withdrawn, 130 interrupted."
        },
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            TokenCommand.class,
            SessionCommand.class,
            AccessCommand.class,
            AccountCommand.class,
            ServiceAccountCommand.class,
            TeamCommand.class,
            NamespaceCommand.class,
            PushCommand.class,
            InstallCommand.class,
            LsCommand.class,
            CatCommand.class,
            LogCommand.class,
            InfoCommand.class,
            TagCommand.class,
            VerifyCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            MvCommand.class,
            StoreCommand.class,
            AuditCommand.class,
            RecallCommand.class,
            CompletionCommand.class
        })
final class Bale {
    private final Console console;
    private final Map<String, String> environment;

    @Option(
            names = "--registry",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The registry to talk to, instead of the one signed in to last (BALE_REGISTRY).")
    private @Nullable String registry;

    @Option(
            names = "--ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Further certificate authorities to trust, as PEM (BALE_CA_FILE).")
    private @Nullable Path caFile;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as one JSON document; progress goes to standard error.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Show no progress.")
    private boolean quiet;

    Bale(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = Map.copyOf(environment);
    }

    Console console() {
        return console;
    }

    Browser browser() {
        return new Browser(environment, System.getProperty("os.name", ""));
    }

    boolean json() {
        return json;
    }

    ClientSettings settings() {
        ClientSettings settings = ClientSettings.fromEnvironment(environment);
        if (registry != null) {
            settings = settings.withRegistry(ClientSettings.address(registry));
        }
        return caFile == null ? settings : settings.withHttp(settings.http().withCaFile(caFile));
    }

    /** Work with a client. */
    @FunctionalInterface
    interface Work<T> {
        T with(BaleClient client) throws IOException;
    }

    /** Does the work with a client of the registry. */
    <T> T withClient(Work<T> work) throws IOException {
        try (BaleClient client = BaleClient.open(settings())) {
            return work.with(client);
        }
    }

    /** A transfer with a client and a meter. */
    @FunctionalInterface
    interface Transfer<T> {
        T with(BaleClient client, TransferMeter meter) throws IOException;
    }

    /** Does a transfer and shows how it goes. */
    <T> T transfer(Transfer<T> transfer) throws IOException {
        return withClient(client -> watch(meter -> {
            client.registryInfo(meter);
            return transfer.with(client, meter);
        }));
    }

    /** Shows how something goes that needs no registry. */
    <T> T watch(Watched<T> watched) throws IOException {
        TransferMeter meter = new TransferMeter();
        try (ProgressDisplay display = new ProgressDisplay(meter, console.err(), console.columns(), quiet)) {
            display.start();
            return watched.with(meter);
        }
    }

    /** Something with a meter. */
    @FunctionalInterface
    interface Watched<T> {
        T with(TransferMeter meter) throws IOException;
    }

    /** A reference from an argument. */
    static Reference reference(String text) {
        return parsed(text, Reference::parse);
    }

    /** A package from an argument. */
    static PackageName packageName(String text) {
        return parsed(text, PackageName::parse);
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (InvalidManifest e) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "\"" + text + "\" is not right: " + e.getMessage() + ".", e);
        }
    }
}
