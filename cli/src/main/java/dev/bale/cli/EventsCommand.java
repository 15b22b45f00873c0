package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.registry.EventCalls.Event;
import dev.bale.client.registry.EventCalls.Events;
import dev.bale.client.registry.EventCalls.Question;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the audit trail what happened. */
@Command(
        name = "events",
        description = {
            "Lists events of the audit trail that fit all that is asked for, newest first. With --json a line of JSON each,",
            "and with --csv a table for spreadsheets."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale audit events --who anna --since 2026-11-01T00:00:00Z",
            "  bale audit events --in team/sales --kind hand-out --kind push",
            "  bale audit events --denied --from 192.0.2.0/24 --csv > denied.csv",
            "  bale audit events --kind hand-out --follow"
        })
final class EventsCommand implements Callable<Integer> {
    private static final int SHOWN = 1_000;
    private static final int HASH_SHOWN = 12;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Events of transactions that took a while come late. */
    private static final Duration LATE = Duration.ofMinutes(3);

    private final Bale bale;

    @Option(
            names = "--who",
            paramLabel = "ACCOUNT",
            description = "By this account; public is whoever did not sign in.")
    private @Nullable String who;

    @Option(names = "--in", paramLabel = "PACKAGE", description = "In this package, or in any of a namespace.")
    private @Nullable String inPackage;

    @Option(
            names = "--version",
            paramLabel = "HASH",
            description = "About this version of the package: a top hash, or how it begins.")
    private @Nullable String version;

    @Option(
            names = "--fragment",
            paramLabel = "BYTES",
            description = "About these bytes: a SHA-256, or a file, which is hashed here and not sent.")
    private @Nullable String fragment;

    @Option(names = "--kind", paramLabel = "KIND", description = "Of this kind, such as hand-out; repeatable.")
    private @Nullable List<String> kinds;

    @Option(names = "--denied", description = "Only what was refused.")
    private boolean denied;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "From this address, or this network (192.0.2.0/24).")
    private @Nullable String from;

    @Option(names = "--grant", paramLabel = "GRANT", description = "Allowed by this grant, or by registry-admin.")
    private @Nullable String grant;

    @Option(names = "--request", paramLabel = "ID", description = "Of this request.")
    private @Nullable String request;

    @Option(names = "--since", paramLabel = "TIME", description = "At this time or later.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private @Nullable String until;

    @Option(names = "--csv", description = "Write CSV.")
    private boolean csv;

    @Option(names = "--all", description = "Without the bound of 1,000 events.")
    private boolean all;

    @Option(names = "--follow", description = "Wait for further events and show each as it comes, until interrupted.")
    private boolean follow;

    EventsCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        if (follow && (csv || bale.json() || until != null)) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "--follow shows lines for people, without end: leave the other out.");
        }
        Question asked = new Question(
                who,
                inPackage,
                version,
                fragment == null ? null : BytesNamed.of(fragment).toString(),
                kinds == null ? List.of() : kinds,
                denied ? "denied" : null,
                from,
                grant,
                request,
                Moment.of(since),
                Moment.of(until));
        bale.withClient(client -> {
            if (csv || bale.json()) {
                client.events()
                        .copy(asked, csv ? "csv" : "ndjson", bale.console().out());
            } else if (follow) {
                follow(client, asked);
            } else {
                print(client, asked);
            }
            return true;
        });
        return ExitCode.OK;
    }

    private void print(BaleClient client, Question asked) {
        String after = null;
        int shown = 0;
        do {
            Events page = client.events().list(asked, after);
            for (Event event : page.events()) {
                bale.console().line(line(event));
            }
            shown += page.events().size();
            after = page.next();
        } while (after != null && (all || shown < SHOWN));
        if (after != null) {
            bale.console().note("… There are more: --all shows them, --since and --until a part.");
        }
    }

    private void follow(BaleClient client, Question asked) {
        Set<String> known = new HashSet<>();
        Instant begin = asked.since() == null ? Instant.now() : asked.since();
        while (true) {
            List<Event> fresh = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            String after = null;
            do {
                Events page = client.events().list(asked.since(begin), after);
                page.events().stream()
                        .filter(event -> seen.add(event.event()) && !known.contains(event.event()))
                        .forEach(fresh::add);
                after = page.next();
            } while (after != null);
            Collections.reverse(fresh);
            fresh.forEach(event -> bale.console().line(line(event)));
            bale.console().flush();
            known.clear();
            known.addAll(seen);
            Instant late = Instant.now().minus(LATE);
            begin = late.isAfter(begin) ? late : begin;
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    static String line(Event event) {
        StringBuilder line = new StringBuilder();
        line.append(event.at()).append("  ").append(event.kind());
        if (event.outcome().equals("denied")) {
            line.append(event.kind().equals("denied") ? "" : " denied");
        }
        line.append("  ").append(who(event));
        if (event.inPackage() != null) {
            line.append("  ").append(event.inPackage());
            if (event.version() != null) {
                String hex = event.version().substring(event.version().indexOf(':') + 1);
                line.append('@').append(hex, 0, Math.min(HASH_SHOWN, hex.length()));
            }
        }
        if (event.entries() != null) {
            line.append("  ").append(Words.count(event.entries(), "entry", "entries"));
        }
        if (event.address() != null) {
            line.append("  from ").append(event.address());
        }
        if (event.grant() != null) {
            line.append("  by ").append(event.grant());
        }
        if (event.detail() != null) {
            line.append("  ").append(event.detail());
        }
        return Words.printable(line.toString());
    }

    private static String who(Event event) {
        if (event.principal() != null) {
            return event.principal();
        }
        String account = event.account() == null ? "nobody known" : "account " + event.account();
        return Boolean.TRUE.equals(event.erased()) ? account + " (erased)" : account;
    }
}
