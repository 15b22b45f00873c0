package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.WebhookCalls;
import dev.bale.client.registry.WebhookCalls.MadeWebhook;
import dev.bale.client.registry.WebhookCalls.Tested;
import dev.bale.client.registry.WebhookCalls.Webhook;
import dev.bale.client.registry.WebhookCalls.WebhookPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the audit trail is sent. */
@Command(
        name = "webhook",
        description = {
            "Sends the audit trail to a receiver such as a SIEM, signed, each event at least once and in order; for",
            "administrators. Auditors may list."
        },
        synopsisSubcommandLabel = "(add | list | pause | resume | remove | test)",
        footerHeading = "%nExamples:%n",
        footer = {"  bale audit webhook add https://siem.example.org/bale", "  bale audit webhook list"})
final class WebhookCommand {
    private static final String ID = "Its id, as the list shows it.";

    private final Bale bale;

    WebhookCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "add",
            description = {
                "Sends what happens from now on to a URL, and prints the secret that deliveries are signed with, this once.",
                "What was sent cannot be erased here: --no-personal leaves names, addresses and programs out."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale audit webhook add https://siem.example.org/bale --no-personal")
    int add(
            @Parameters(paramLabel = "URL", description = "Where to: https, at a public address.") String url,
            @Option(names = "--no-personal", description = "Leave names, addresses and programs out.")
                    boolean withoutPersonal)
            throws IOException {
        MadeWebhook made = bale.withClient(client -> calls(client).make(url, !withoutPersonal));
        if (bale.json()) {
            bale.console().json(made);
        } else {
            bale.console().line("Made webhook " + made.webhook().id() + ". Its secret, shown this once:");
            bale.console().line(made.secret());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            description = "Lists webhooks: how far each receiver came, and what failed last.",
            footerHeading = "%nExamples:%n",
            footer = "  bale audit webhook list")
    int list() throws IOException {
        List<Webhook> webhooks =
                bale.withClient(client -> Cursor.all(calls(client)::list, WebhookPage::webhooks, WebhookPage::next));
        if (bale.json()) {
            bale.console().json(Map.of("webhooks", webhooks));
        } else {
            webhooks.forEach(this::print);
        }
        return ExitCode.OK;
    }

    private void print(Webhook webhook) {
        Console console = bale.console();
        console.line(webhook.id() + "  " + Words.printable(webhook.url())
                + (webhook.paused() ? "  paused" : "")
                + (webhook.personal() ? "" : "  without personal fields"));
        console.line("  " + Words.count(webhook.delivered(), "event", "events") + " delivered"
                + (webhook.deliveredAt() == null ? "" : ", last at " + webhook.deliveredAt()) + "; "
                + (webhook.waiting() >= 10_000 ? "10,000 or more" : webhook.waiting()) + " waiting"
                + (webhook.waitingSince() == null ? "" : " since " + webhook.waitingSince()));
        if (webhook.failure() != null) {
            console.line("  failed " + Words.count(webhook.failures(), "time", "times") + " in a row: "
                    + Words.printable(webhook.failure())
                    + (webhook.retryAt() == null ? "" : " Next at " + webhook.retryAt() + "."));
        }
    }

    @Command(
            name = "pause",
            description = "Sends nothing until it is resumed; then everything that happened in between.",
            footerHeading = "%nExamples:%n",
            footer = "  bale audit webhook pause 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11")
    int pause(@Parameters(paramLabel = "WEBHOOK", description = ID) String id) throws IOException {
        return changed(id, true);
    }

    @Command(
            name = "resume",
            description = "Goes on where it was, at once: also for one that failed and waits.",
            footerHeading = "%nExamples:%n",
            footer = "  bale audit webhook resume 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11")
    int resume(@Parameters(paramLabel = "WEBHOOK", description = ID) String id) throws IOException {
        return changed(id, false);
    }

    private int changed(String id, boolean paused) throws IOException {
        Webhook webhook = bale.withClient(client -> calls(client).pause(id, paused));
        if (bale.json()) {
            bale.console().json(webhook);
        } else {
            bale.console().line(paused ? "Paused." : "Resumed.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "remove",
            description = "Sends nothing any more. What it did not take yet, it never gets.",
            footerHeading = "%nExamples:%n",
            footer = "  bale audit webhook remove 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11")
    int remove(@Parameters(paramLabel = "WEBHOOK", description = ID) String id) throws IOException {
        bale.withClient(client -> {
            calls(client).remove(id);
            return true;
        });
        if (bale.json()) {
            bale.console().json(Map.of("removed", id));
        } else {
            bale.console().line("Removed.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "test",
            description =
                    "Sends a message without events now and tells how that went; exit code 1 when it was not taken.",
            footerHeading = "%nExamples:%n",
            footer = "  bale audit webhook test 6f1c1e0e-4f5b-4c58-9a51-0c3c2f1d7a11")
    int test(@Parameters(paramLabel = "WEBHOOK", description = ID) String id) throws IOException {
        Tested tested = bale.withClient(client -> calls(client).test(id));
        if (bale.json()) {
            bale.console().json(tested);
        } else {
            bale.console().line(tested.taken() ? "Taken." : "Not taken. " + tested.failure());
        }
        return tested.taken() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static WebhookCalls calls(BaleClient client) {
        return new WebhookCalls(client.calls());
    }
}
