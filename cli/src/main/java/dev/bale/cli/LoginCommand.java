package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.ClientSettings;
import dev.bale.client.progress.TransferMeter;
import dev.bale.client.registry.DeviceLogin;
import dev.bale.client.registry.RegistryInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
            "Where the registry has single sign-on, a code is shown and a page opened in the browser: sign in there and"
                    + " confirm the code. Over SSH, open the page on your own machine.",
            "The session is kept in a file that only you can read. Several registries may be signed in to at once;"
                    + " the last one is used when none is named."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale login https://bale.example.org",
            "  bale login http://127.0.0.1:8480 --name admin",
            "  printf %%s \"$BALE_CI_TOKEN\" | bale login https://bale.example.org --token",
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

    @Option(
            names = "--token",
            description = "Sign in with an API token (bale_pat_…, bale_sat_…), read from standard input or asked for.")
    private boolean byToken;

    @Option(names = "--no-browser", description = "Only show the page to open; open nothing.")
    private boolean noBrowser;

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
            RegistryInfo info = client.registryInfo(meter);
            if (!info.name().equals("bale")) {
                throw new ClientException(
                        ClientException.Kind.INVALID,
                        client.registry() + " is not a Bale registry. Check the address.");
            }
            meter.warnings().forEach(warning -> bale.console().note("Warning: " + warning));
            warnWhenPlain(client.registry());
            String account = signIn(client, info);
            if (bale.json()) {
                bale.console().json(Map.of("registry", client.registry().toString(), "account", account));
            } else {
                bale.console().line("Signed in to " + client.registry() + " as " + Words.printable(account) + ".");
            }
        }
        return ExitCode.OK;
    }

    private String signIn(BaleClient client, RegistryInfo info) throws IOException {
        if (byToken) {
            return client.signInByToken(hasTerminal() ? ask("Token: ") : readSecret());
        }
        if (info.hasSingleSignOn() && name == null && !secretFromStdin) {
            return confirmInBrowser(client);
        }
        return client.signIn(name == null ? askName() : name, secretFromStdin ? readSecret() : ask("Secret: "));
    }

    private String confirmInBrowser(BaleClient client) {
        DeviceLogin login = client.beginDeviceSignIn();
        String page = Words.printable(login.verificationUriComplete());
        bale.console().note("Your code is " + Words.printable(login.userCode()) + ".");
        boolean opened = !noBrowser && bale.browser().open(login.verificationUriComplete());
        bale.console()
                .note((opened ? "A page opens in your browser" : "Open this page in a browser")
                        + "; confirm the code there when it is the same:\n  " + page);
        bale.console().note("Waiting for " + Words.time(Duration.ofSeconds(login.expiresIn())) + " at most …");
        return client.awaitDeviceSignIn(login);
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

    private static String ask(String prompt) {
        char[] typed = console().readPassword(prompt);
        return typed == null ? "" : new String(typed);
    }

    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasTerminal() {
        return System.console() != null;
    }

    // The launcher asks for the plain console of the JDK, which is null where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static java.io.Console console() {
        java.io.Console console = System.console();
        if (console == null) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "There is no terminal to ask on. Give --name, and the secret by --secret-stdin, or use --token.");
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
