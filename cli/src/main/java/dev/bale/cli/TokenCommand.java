package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.registry.TokenCalls;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tokens for other programs: prints one of the session, makes and revokes API tokens. */
@Command(
        name = "token",
        description = {
            "Prints an access token of your session, for programs such as curl; makes, lists and revokes API tokens.",
            "Whoever has a token can do what it allows: that of a session whatever you can, for minutes; an API token"
                    + " what its scopes say, until it expires or is revoked. Keep them out of files, logs and command"
                    + " histories."
        },
        synopsisSubcommandLabel = "[create | list | revoke]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  token=$(bale token)",
            "  curl -H \"Authorization: Bearer $token\" http://127.0.0.1:8480/v1/whoami",
            "  bale token create nightly-report --scope read --package 'team/*' --days 90",
            "  bale token list"
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

    @Command(
            name = "create",
            description = "Makes a personal access token and prints it, this once.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  bale token create nightly-report --scope read --days 90",
                "  bale token create uploader --scope write --package team/sales"
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "What it is for.") String name, @Mixin TokenOptions options)
            throws IOException {
        return TokenOutput.made(bale, bale.withClient(client -> options.make(personal(client), name)));
    }

    @Command(
            name = "list",
            description = "Lists your API tokens, newest first.",
            footerHeading = "%nExamples:%n",
            footer = "  bale token list")
    int list() throws IOException {
        return TokenOutput.list(bale, bale.withClient(client -> TokenOutput.all(personal(client))));
    }

    @Command(
            name = "revoke",
            description = {
                "Revokes an API token: it is refused at the next request.",
                "Administrators may revoke anybody's."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale token revoke 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11")
    int revoke(@Parameters(paramLabel = "TOKEN", description = "Its id, as the list shows it.") UUID token)
            throws IOException {
        return TokenOutput.revoked(
                bale, bale.withClient(client -> personal(client).revoke(token)));
    }

    private static TokenCalls personal(BaleClient client) {
        return TokenCalls.personal(client.calls());
    }
}
