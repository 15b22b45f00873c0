package dev.bale.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Signs out. */
@Command(
        name = "logout",
        description = "Ends the session with the registry and forgets it.",
        footerHeading = "%nExamples:%n",
        footer = {"  bale logout", "  bale logout --registry https://bale.example.org"})
final class LogoutCommand implements Callable<Integer> {
    private final Bale bale;

    LogoutCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        String registry = bale.withClient(client -> {
            client.signOut();
            return client.registry().toString();
        });
        if (bale.json()) {
            bale.console().json(Map.of("registry", registry));
        } else {
            bale.console().line("Signed out of " + registry + ".");
        }
        return ExitCode.OK;
    }
}
