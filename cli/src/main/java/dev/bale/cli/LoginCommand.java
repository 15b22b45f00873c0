package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.ClientSettings;
import dev.bale.client.progress.TransferMeter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs in. */
@Command(
        name = "login",
        description = {
            "Signs in to a registry.",
            "The session is kept in a file that only you can read. Several registries may be signed in to at once;"
                    + " the last one is used when none is named."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale login https://bale.example.org",
            "  bale login http://127.0.0.1:8480 --name admin",
            "  printf %%s \"$SECRET\" | bale login --name ci --secret-stdin"
        })
final class LoginCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "The address of the registry.")
    private @Nullable String url;

    @Option(names = "--name", paramLabel = "NAME", description = "The account; asked for when it is not given.")
    private @Nullable String name;

    @Option(names = "--secret-stdin", description = "Read the secret from standard input instead of asking for it.")
    private boolean secretFromStdin;

    LoginCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        ClientSettings settings = bale.settings();
        if (url != null) {
            settings = settings.withRegistry(ClientSettings.address(url));
        }
        try (BaleClient client = BaleClient.open(settings)) {
            TransferMeter meter = new TransferMeter();
            if (!client.registryInfo(meter).name().equals("bale")) {
                throw new ClientException(
                        ClientException.Kind.INVALID,
                        client.registry() + " is not a Bale registry. Check the address.");
            }
            meter.warnings().forEach(warning -> bale.console().note("Warning: " + warning));
            warnWhenPlain(client.registry());
            String account =
                    client.signIn(name == null ? askName() : name, secretFromStdin ? readSecret() : askSecret());
            if (bale.json()) {
                bale.console().json(Map.of("registry", client.registry().toString(), "account", account));
            } else {
                bale.console().line("Signed in to " + client.registry() + " as " + Words.printable(account) + ".");
            }
        }
        return ExitCode.OK;
    }

    private void warnWhenPlain(URI registry) {
        String host = String.valueOf(registry.getHost());
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if ("http".equals(registry.getScheme()) && !here) {
            bale.console().note("Warning: " + registry + " is not encrypted; your secret can be read on the way.");
        }
    }

    private static String askName() {
        String typed = console().readLine("Name: ");
        return typed == null ? "" : typed.strip();
    }

    private static String askSecret() {
        char[] typed = console().readPassword("Secret: ");
        return typed == null ? "" : new String(typed);
    }

    // The launcher asks for the plain console of the JDK, which is null where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static java.io.Console console() {
        java.io.Console console = System.console();
        if (console == null) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "There is no terminal to ask on. Give --name, and the secret by --secret-stdin.");
        }
        return console;
    }

    private static String readSecret() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null || line.isEmpty()) {
            throw new ClientException(ClientException.Kind.INVALID, "Standard input held no secret.");
        }
        return line;
    }
}
