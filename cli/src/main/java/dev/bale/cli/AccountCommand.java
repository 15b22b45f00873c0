package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.registry.AccountCalls;
import dev.bale.client.registry.AccountInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Administers accounts. */
@Command(
        name = "account",
        description = "Lists, disables and enables accounts, and makes administrators and auditors.",
        synopsisSubcommandLabel = "(list | show | disable | enable | set)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale account list",
            "  bale account disable anna",
            "  bale account set bert --auditor",
            "  bale account set bert --no-admin"
        })
final class AccountCommand {
    private final Bale bale;

    AccountCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists accounts by name.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale account list", "  bale account list ann"})
    int list(
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only names that contain this.") @Nullable String filter)
            throws IOException {
        List<AccountInfo> accounts = bale.withClient(client -> all(client, filter));
        if (bale.json()) {
            bale.console().json(Map.of("accounts", accounts));
        } else {
            accounts.forEach(this::print);
        }
        return ExitCode.OK;
    }

    private static List<AccountInfo> all(BaleClient client, @Nullable String filter) {
        List<AccountInfo> accounts = new ArrayList<>();
        String after = null;
        do {
            AccountCalls.AccountPage page = client.accounts().list(filter, after);
            accounts.addAll(page.accounts());
            after = page.next();
        } while (after != null);
        return accounts;
    }

    @Command(
            name = "show",
            description = "Shows an account.",
            footerHeading = "%nExamples:%n",
            footer = "  bale account show anna")
    int show(@Parameters(paramLabel = "NAME", description = "The account.") String name) throws IOException {
        return answer(bale.withClient(client -> client.accounts().account(name)));
    }

    @Command(
            name = "disable",
            description = {
                "Shuts an account out: its sessions end and its tokens are revoked before this command returns.",
                "URLs already handed out die within their lifetime, five minutes unless configured otherwise."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale account disable anna")
    int disable(@Parameters(paramLabel = "NAME", description = "The account.") String name) throws IOException {
        return change(name, true, null, null);
    }

    @Command(
            name = "enable",
            description = "Lets a disabled account sign in again; old sessions and tokens stay dead.",
            footerHeading = "%nExamples:%n",
            footer = "  bale account enable anna")
    int enable(@Parameters(paramLabel = "NAME", description = "The account.") String name) throws IOException {
        return change(name, false, null, null);
    }

    @Command(
            name = "set",
            description = "Makes an account administrator or auditor, or takes that away.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale account set bert --admin", "  bale account set bert --no-admin --auditor"})
    int set(
            @Parameters(paramLabel = "NAME", description = "The account.") String name,
            @Option(names = "--admin", negatable = true, description = "Administers the registry, or no longer.")
                    @Nullable Boolean admin,
            @Option(names = "--auditor", negatable = true, description = "Sees all events, or no longer.") @Nullable Boolean auditor)
            throws IOException {
        if (admin == null && auditor == null) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "Say what to set: --admin, --no-admin, --auditor or --no-auditor.");
        }
        return change(name, null, admin, auditor);
    }

    private int change(String name, @Nullable Boolean disabled, @Nullable Boolean admin, @Nullable Boolean auditor)
            throws IOException {
        return answer(bale.withClient(client -> client.accounts().change(name, disabled, admin, auditor)));
    }

    private int answer(AccountInfo account) {
        if (bale.json()) {
            bale.console().json(account);
        } else {
            print(account);
        }
        return ExitCode.OK;
    }

    private void print(AccountInfo account) {
        StringBuilder line =
                new StringBuilder(Words.printable(account.name())).append("  ").append(account.kind());
        line.append(account.admin() ? ", admin" : "").append(account.auditor() ? ", auditor" : "");
        line.append(account.disabled() ? ", disabled" : "");
        if (account.email() != null) {
            line.append("  ").append(Words.printable(account.email()));
        }
        if (account.signedInAt() != null) {
            line.append("  signed in ").append(account.signedInAt());
        }
        bale.console().line(line.toString());
        if (account.urlsExpireAt() != null) {
            bale.console().line("URLs that were handed out before may live until " + account.urlsExpireAt() + ".");
        }
    }
}
