package dev.bale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.ClientException;
import dev.bale.client.audit.AuditReport;
import dev.bale.client.audit.ExportedHead;
import dev.bale.client.audit.PublicKeys;
import dev.bale.client.audit.VerifyAudit;
import dev.bale.client.http.Json;
import dev.bale.client.registry.AuditCalls;
import dev.bale.client.registry.AuditCalls.HeadInfo;
import dev.bale.manifest.audit.Head;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the audit trail, takes it out of the registry and verifies it without it. */
@Command(
        name = "audit",
        description = {
            "Asks, exports and verifies the audit trail; withdraws what must not be handed out any more.",
            "For administrators and auditors."
        },
        subcommands = {
            EventsCommand.class,
            TraceCommand.class,
            WithdrawCommand.class,
            WithdrawalsCommand.class,
            LiftCommand.class,
            RecallOfCommand.class,
            DeleteCommand.class,
            ConfirmCommand.class,
            ReconcileCommand.class,
            WebhookCommand.class
        },
        synopsisSubcommandLabel =
                "(events | trace | withdraw | withdrawals | lift | recall | delete | confirm | reconcile | webhook |"
                        + " head | keys | export | verify | erase)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale audit events --who anna",
            "  bale audit trace scan.dcm",
            "  bale audit head -o head.json",
            "  bale audit export -o trail.ndjson",
            "  bale audit verify trail.ndjson --key keys.pem --head head.json"
        })
final class AuditCommand {
    private static final int SHOWN = 50;

    private final Bale bale;

    AuditCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "head",
            description = {
                "Prints the newest signed head of the trail. Save one now and then where nobody who administers the",
                "database can change it: against it, verify finds a history that was written anew, or cut."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale audit head", "  bale audit head -o head.json"})
    int head(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Write it to this file.")
                    @Nullable Path output)
            throws IOException {
        HeadInfo head = bale.withClient(client -> client.audit().head());
        return text(output, Json.MAPPER.writeValueAsString(head) + "\n");
    }

    @Command(
            name = "keys",
            description = "Prints the public keys of the trail's heads as PEM. Save them once, before you need them.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale audit keys", "  bale audit keys -o keys.pem"})
    int keys(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Write them to this file.")
                    @Nullable Path output)
            throws IOException {
        List<AuditCalls.SealKey> keys = bale.withClient(client -> client.audit().keys());
        return text(
                output,
                keys.stream().map(key -> PublicKeys.pem(key.publicKey())).collect(Collectors.joining()));
    }

    private int text(@Nullable Path output, String text) throws IOException {
        if (output == null) {
            bale.console().out().print(text);
        } else {
            Files.writeString(output, text);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            description = {
                "Writes the whole trail, with personal fields that were not erased, as JSON lines. The file tells who did",
                "what: keep it like the trail itself."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale audit export -o trail.ndjson", "  bale audit export | gzip > trail.ndjson.gz"})
    int export(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Write to this file instead of standard output.")
                    @Nullable Path output)
            throws IOException {
        if (output == null) {
            write(bale.console().out());
            return ExitCode.OK;
        }
        Path part = output.resolveSibling(output.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            write(out);
        }
        Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
        return ExitCode.OK;
    }

    private void write(OutputStream out) throws IOException {
        bale.withClient(client -> {
            client.audit().export(out);
            return true;
        });
    }

    @Command(
            name = "verify",
            description = {
                "Verifies an export offline: finds events that were edited, removed, reordered or added after they were",
                "sealed, and heads that were. With --head also a history that was sealed anew, and a tail that was cut.",
                "What is not right is named, and ends with exit code 6."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale audit verify trail.ndjson --key keys.pem --head head.json"})
    int verify(
            @Parameters(paramLabel = "FILE", description = "The export.") Path file,
            @Option(
                            names = "--key",
                            paramLabel = "PUBLICKEY",
                            description = "Public keys (PEM) that may have signed; repeatable.")
                    @Nullable List<Path> keys,
            @Option(
                            names = "--head",
                            paramLabel = "SAVED-HEAD",
                            description = "A head that was saved before; repeatable.")
                    @Nullable List<Path> heads)
            throws IOException {
        Map<String, PublicKey> named = new LinkedHashMap<>();
        for (Path key : keys == null ? List.<Path>of() : keys) {
            named.putAll(PublicKeys.ofPem(Files.readString(key)));
        }
        List<Head> saved = new ArrayList<>();
        for (Path head : heads == null ? List.<Path>of() : heads) {
            saved.add(ExportedHead.saved(Files.readString(head)));
        }
        AuditReport report;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            report = new VerifyAudit(named, saved).verify(in);
        }
        if (bale.json()) {
            bale.console().json(json(report));
        } else {
            print(report, saved.size());
        }
        return report.isRight() ? ExitCode.OK : ExitCode.VERIFICATION;
    }

    private void print(AuditReport report, int saved) {
        Console console = bale.console();
        report.findings().stream()
                .limit(SHOWN)
                .forEach(found -> console.line(String.format(
                        Locale.ROOT,
                        "%-9s %s",
                        found.kind().name().toLowerCase(Locale.ROOT),
                        Words.printable(found.message()))));
        if (report.found() > SHOWN) {
            console.line("… (--json lists more)");
        }
        report.notes().stream().limit(SHOWN).forEach(note -> console.line("note      " + Words.printable(note)));
        console.line((report.isRight()
                        ? "Right: "
                        : "NOT right, " + Words.count(report.found(), "finding", "findings") + ": ")
                + Words.count(report.leaves(), "sealed event", "sealed events") + ", "
                + Words.count(report.heads(), "head", "heads")
                + (report.end() == null ? "" : ", the newest of " + report.end().at()) + "; " + report.erased()
                + " erased, " + report.dropped() + " dropped, " + report.unsealed() + " not sealed yet.");
        if (!report.keysNamed()) {
            console.line(
                    "The keys are those that the export itself names: whoever forged it may have put them there. Name yours with --key.");
        }
        if (saved == 0) {
            console.line("Without --head a cut tail, and a history sealed anew with the right key, are not found.");
        }
    }

    private static JsonNode json(AuditReport report) {
        return Json.MAPPER.valueToTree(new Verified(
                report.isRight(),
                report.leaves(),
                report.heads(),
                report.unsealed(),
                report.erased(),
                report.dropped(),
                report.savedHeads(),
                report.keysNamed(),
                report.found(),
                report.findings().stream()
                        .map(found -> new Found(
                                found.kind().name().toLowerCase(Locale.ROOT),
                                found.leaf(),
                                found.event(),
                                found.message()))
                        .toList(),
                report.notes()));
    }

    private record Verified(
            boolean right,
            long leaves,
            long heads,
            long unsealed,
            long erased,
            long dropped,
            int savedHeads,
            boolean keysNamed,
            long found,
            List<Found> findings,
            List<String> notes) {}

    private record Found(
            String kind, @Nullable Long leaf, @Nullable Long event, String message) {}

    @Command(
            name = "erase",
            description = {
                "Removes name, address and program of an account from all its events, for good; for administrators. The events",
                "themselves stay, and the trail verifies as before. Exports and backups made earlier still have them."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale audit erase anna")
    int erase(@Parameters(paramLabel = "ACCOUNT", description = "The account's name.") String account)
            throws IOException {
        if (account.isBlank()) {
            throw new ClientException(ClientException.Kind.INVALID, "Name the account.");
        }
        long erased = bale.withClient(client -> client.audit().erase(account));
        if (bale.json()) {
            bale.console().json(Map.of("account", account, "erased", erased));
        } else {
            bale.console().line("Erased from " + Words.count(erased, "event", "events") + ".");
        }
        return ExitCode.OK;
    }
}
