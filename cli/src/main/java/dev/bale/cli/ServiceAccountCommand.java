package dev.bale.cli;

import dev.bale.client.registry.TokenCalls;
import dev.bale.client.registry.TokenCalls.ServiceAccount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Service accounts and their tokens, for administrators. */
@Command(
        name = "service-account",
        description = {
            "Makes service accounts, and makes, lists and revokes their tokens; for administrators.",
            "Disable one with `bale account disable`."
        },
        synopsisSubcommandLabel = "(create | list | token-create | token-list | token-revoke)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale service-account create ci",
            "  bale service-account token-create ci nightly --scope write --package 'ci/*' --days 30",
            "  bale service-account token-list ci"
        })
final class ServiceAccountCommand {
    private final Bale bale;

    ServiceAccountCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "create",
            description = "Makes a service account. It has the namespace of its name.",
            footerHeading = "%nExamples:%n",
            footer = "  bale service-account create ci")
    int create(@Parameters(paramLabel = "NAME", description = "Its name.") String name) throws IOException {
        ServiceAccount made = bale.withClient(client -> TokenCalls.makeServiceAccount(client.calls(), name));
        if (bale.json()) {
            bale.console().json(made);
        } else {
            bale.console().line("Made " + Words.printable(made.name()) + ".");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            description = "Lists service accounts by name.",
            footerHeading = "%nExamples:%n",
            footer = "  bale service-account list")
    int list() throws IOException {
        List<ServiceAccount> accounts = bale.withClient(client -> {
            List<ServiceAccount> all = new ArrayList<>();
            String after = null;
            do {
                TokenCalls.ServiceAccountPage page = TokenCalls.serviceAccounts(client.calls(), after);
                all.addAll(page.serviceAccounts());
                after = page.next();
            } while (after != null);
            return all;
        });
        if (bale.json()) {
            bale.console().json(Map.of("service_accounts", accounts));
        } else {
            accounts.forEach(account ->
                    bale.console().line(Words.printable(account.name()) + (account.disabled() ? "  disabled" : "")));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "token-create",
            description = "Makes a token of a service account and prints it, this once.",
            footerHeading = "%nExamples:%n",
            footer = "  bale service-account token-create ci nightly --scope write --days 30")
    int createToken(
            @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The service account.") String account,
            @Parameters(index = "1", paramLabel = "NAME", description = "What the token is for.") String name,
            @Mixin TokenOptions options)
            throws IOException {
        return TokenOutput.made(
                bale,
                bale.withClient(client -> options.make(TokenCalls.ofServiceAccount(client.calls(), account), name)));
    }

    @Command(
            name = "token-list",
            description = "Lists the tokens of a service account, newest first.",
            footerHeading = "%nExamples:%n",
            footer = "  bale service-account token-list ci")
    int listTokens(@Parameters(paramLabel = "ACCOUNT", description = "The service account.") String account)
            throws IOException {
        return TokenOutput.list(
                bale, bale.withClient(client -> TokenOutput.all(TokenCalls.ofServiceAccount(client.calls(), account))));
    }

    @Command(
            name = "token-revoke",
            description = "Revokes a token of a service account: it is refused at the next request.",
            footerHeading = "%nExamples:%n",
            footer = "  bale service-account token-revoke ci 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11")
    int revokeToken(
            @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The service account.") String account,
            @Parameters(index = "1", paramLabel = "TOKEN", description = "Its id, as the list shows it.") UUID token)
            throws IOException {
        return TokenOutput.revoked(
                bale,
                bale.withClient(client ->
                        TokenCalls.ofServiceAccount(client.calls(), account).revoke(token)));
    }
}
