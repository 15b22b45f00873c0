package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.LiveSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists and ends sessions. */
@Command(
        name = "session",
        description = "Lists where you are signed in, and ends sessions.",
        synopsisSubcommandLabel = "(list | end)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale session list",
            "  bale session end 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11",
            "  bale session list --account anna"
        })
final class SessionCommand {
    private final Bale bale;

    SessionCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists live sessions, the one used last first.",
            footerHeading = "%nExamples:%n",
            footer = "  bale session list")
    int list(
            @Option(names = "--account", paramLabel = "NAME", description = "Of this account; for administrators.")
                    @Nullable String account)
            throws IOException {
        List<LiveSession> sessions = bale.withClient(client -> client.accounts().sessions(account));
        if (bale.json()) {
            bale.console().json(Map.of("sessions", sessions));
        } else {
            sessions.forEach(this::print);
        }
        return ExitCode.OK;
    }

    private void print(LiveSession session) {
        String address = session.address() == null ? "" : " from " + Words.printable(session.address());
        bale.console()
                .line(session.id() + "  " + Words.printable(session.kind()) + "  used " + session.lastUsedAt() + "  "
                        + Words.printable(session.client()) + address + (session.current() ? "  (this one)" : ""));
    }

    @Command(
            name = "end",
            description = {
                "Ends a session of your own, or all sessions of an account.",
                "Its tokens are refused from then on; API tokens stay."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale session end 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11", "  bale session end --all-of anna"})
    int end(
            @Parameters(arity = "0..1", paramLabel = "SESSION", description = "The session, as the list shows it.")
                    @Nullable UUID session,
            @Option(names = "--all-of", paramLabel = "NAME", description = "All of this account; for administrators.")
                    @Nullable String account)
            throws IOException {
        if ((session == null) == (account == null)) {
            throw new ClientException(ClientException.Kind.INVALID, "Name one session, or an account by --all-of.");
        }
        int ended = bale.withClient(client -> {
            if (session == null) {
                return client.accounts().endSessions(String.valueOf(account));
            }
            client.accounts().endSession(session);
            return 1;
        });
        if (bale.json()) {
            bale.console().json(Map.of("sessions_ended", ended));
        } else {
            bale.console().line("Ended " + Words.count(ended, "session", "sessions") + ".");
        }
        return ExitCode.OK;
    }
}
