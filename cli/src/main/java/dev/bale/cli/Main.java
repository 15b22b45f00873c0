package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.ClientException.Kind;
import dev.bale.manifest.InvalidManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** Runs a command line and turns whatever happens into an exit code and a sentence. */
public final class Main {
    private Main() {}

    /** The process. */
    public static void main(String... arguments) {
        Console console = Console.ofProcess();
        AtomicBoolean finished = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!finished.get()) {
                console.note((console.columns() > 0 ? "\r\u001b[K" : "")
                        + "Interrupted. Run the same command again to resume.");
            }
        }));
        int code;
        try {
            code = run(console, System.getenv(), arguments);
        } catch (Throwable e) {
            // Not even an exception: a broken jar, or memory that ran out.
            code = console.failure(explain(e), false);
        }
        finished.set(true);
        console.flush();
        System.exit(code);
    }

    /** Runs a command line and returns its exit code. */
    static int run(Console console, Map<String, String> environment, String... arguments) {
        Bale bale = new Bale(console, environment);
        CommandLine line = commandLine(bale);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if ("1".equals(environment.get("BALE_DEBUG"))) {
                failure.printStackTrace(console.err());
            }
            return console.failure(explain(failure), bale.json());
        });
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        int code = line.execute(arguments);
        console.flush();
        return code;
    }

    static CommandLine commandLine(Bale bale) {
        return new CommandLine(bale, new Commands(bale))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // An @ begins a value here (--meta @FILE), and never a file of further arguments.
                .setExpandAtFiles(false)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpWidth(100);
    }

    private static ClientException explain(Throwable failure) {
        if (failure instanceof ClientException known) {
            return known;
        }
        if (failure instanceof InvalidManifest broken) {
            return new ClientException(
                    Kind.VERIFICATION,
                    "What the registry sent does not conform to the format: " + broken.getMessage()
                            + ". Nothing was done with it; tell whoever runs the registry.",
                    broken);
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return new ClientException(
                    Kind.LOCAL_DISK,
                    failure.getMessage() + " (" + failure.getClass().getSimpleName() + ")",
                    failure);
        }
        return new ClientException(
                Kind.FAILED,
                "An error of this program (" + failure + "). Run it again with BALE_DEBUG=1 and report what it prints.",
                failure);
    }
}
