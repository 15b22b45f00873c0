package dev.bale.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a token for other programs. */
@Command(
        name = "token",
        description = {
            "Prints an access token of your session, for programs such as curl.",
            "It is a secret: until it dies, minutes later, whoever has it can do what you can. Keep it out of files,"
                    + " logs and command histories."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  token=$(bale token)", "  curl -H \"Authorization: Bearer $token\" http://127.0.0.1:8480/v1/whoami"
        })
final class TokenCommand implements Callable<Integer> {
    private final Bale bale;

    TokenCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        return bale.withClient(client -> {
            String token = client.accessToken();
            if (bale.json()) {
                bale.console().json(Map.of("registry", client.registry().toString(), "token", token));
            } else {
                bale.console().line(token);
            }
            return ExitCode.OK;
        });
    }
}
