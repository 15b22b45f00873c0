package dev.bale.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.TraceCalls;
import dev.bale.client.registry.TraceCalls.Count;
import dev.bale.client.registry.TraceCalls.People;
import dev.bale.client.registry.TraceCalls.Person;
import dev.bale.client.registry.TraceCalls.Place;
import dev.bale.client.registry.TraceCalls.Places;
import dev.bale.client.registry.TraceCalls.Question;
import dev.bale.client.registry.TraceCalls.Trace;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells where some bytes are, and who was handed them. */
@Command(
        name = "trace",
        description = {
            "Names every package, version and path that holds some bytes, and everybody who was handed them, when and from",
            "where. BYTES is a SHA-256, of a fragment or of a whole file, or a file: it is hashed here and not sent."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale audit trace scan.dcm",
            "  bale audit trace scan.dcm --csv people > people.csv",
            "  bale audit trace sha256:44e9…6203 --in team/scans --since 2026-01-01T00:00:00Z"
        })
final class TraceCommand implements Callable<Integer> {
    private static final int HASH_SHOWN = 12;

    private final Bale bale;

    @Parameters(paramLabel = "BYTES", description = "A SHA-256, or a file.")
    private String bytes = "";

    @Option(names = "--in", paramLabel = "PACKAGE", description = "Only in this package.")
    private @Nullable String inPackage;

    @Option(
            names = "--version",
            paramLabel = "HASH",
            description = "Only in this version of the package: a top hash, or how it begins.")
    private @Nullable String version;

    @Option(
            names = "--who",
            paramLabel = "ACCOUNT",
            description = "Only this person; public is whoever did not sign in.")
    private @Nullable String who;

    @Option(names = "--since", paramLabel = "TIME", description = "Only people handed it at this time or later.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only people handed it before this time.")
    private @Nullable String until;

    @Option(names = "--csv", paramLabel = "people|places", description = "Write one of the lists as CSV instead.")
    private @Nullable String csv;

    TraceCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        Question asked =
                new Question(BytesNamed.of(bytes), inPackage, version, who, Moment.of(since), Moment.of(until));
        if (csv != null && !List.of("people", "places").contains(csv)) {
            throw new ClientException(ClientException.Kind.INVALID, "--csv is people or places.");
        }
        bale.withClient(client -> {
            TraceCalls trace = client.trace();
            if ("people".equals(csv)) {
                trace.peopleCsv(asked, bale.console().out());
            } else if ("places".equals(csv)) {
                trace.placesCsv(asked, bale.console().out());
            } else if (bale.json()) {
                json(trace, asked);
            } else {
                print(trace, asked);
            }
            return true;
        });
        return ExitCode.OK;
    }

    private void json(TraceCalls trace, Question asked) throws IOException {
        ObjectNode all = Json.MAPPER.valueToTree(trace.sum(asked));
        all.set(
                "places",
                Json.MAPPER.valueToTree(Cursor.all(after -> trace.places(asked, after), Places::places, Places::next)));
        all.set(
                "people",
                Json.MAPPER.valueToTree(Cursor.all(after -> trace.people(asked, after), People::people, People::next)));
        bale.console().json(all);
    }

    private void print(TraceCalls trace, Question asked) {
        Console console = bale.console();
        Trace sum = trace.sum(asked);
        console.line(asked.sha256() + (sum.whole() ? ", a whole file of several fragments" : ""));
        console.line(count(sum.packages(), "package", "packages") + ", "
                + count(sum.versions(), "version", "versions") + ", " + count(sum.places(), "place", "places")
                + "; handed to "
                + (sum.places().more()
                        ? "people who are listed by package (--in)"
                        : count(sum.people(), "person", "people"))
                + ".");
        String after = null;
        do {
            Places page = trace.places(asked, after);
            page.places().forEach(place -> console.line(line(place)));
            after = page.next();
        } while (after != null);
        if (sum.places().more()) {
            return;
        }
        do {
            People page = trace.people(asked, after);
            page.people().forEach(person -> lines(person).forEach(console::line));
            after = page.next();
        } while (after != null);
    }

    private static String count(Count count, String one, String many) {
        return (count.more() ? "more than " : "") + Words.count(count.count(), one, many);
    }

    private static String line(Place place) {
        return "  "
                + Words.printable(
                        place.namespace() + "/" + place.name() + "@" + brief(place.topHash()) + "//" + place.path())
                + "  pushed " + place.pushedAt() + " by " + Words.printable(place.pushedBy())
                + (place.tags().isEmpty() ? "" : "  " + Words.printable(String.join(", ", place.tags())))
                + (place.deletedAt() == null ? "" : "  deleted " + place.deletedAt());
    }

    private static String brief(String topHash) {
        String hex = topHash.substring(topHash.indexOf(':') + 1);
        return hex.substring(0, Math.min(HASH_SHOWN, hex.length()));
    }

    private static List<String> lines(Person person) {
        String who = person.account() == null ? "(not signed in)" : person.account();
        String times = person.firstAt().equals(person.lastAt())
                ? "at " + person.firstAt()
                : "first " + person.firstAt() + ", last " + person.lastAt();
        String count = person.handOuts() == 0
                ? "reported to have it already"
                : Words.count(person.handOuts(), "hand-out", "hand-outs");
        String access = person.mayRead().isEmpty()
                ? "may not read it any more"
                : "may still read it in " + String.join(", ", person.mayRead());
        return List.of(
                Words.printable(who) + "  " + times + "  " + count + "  " + Words.printable(access),
                Words.printable("    from "
                        + (person.addresses().isEmpty() ? "(erased)" : String.join(", ", person.addresses()))
                        + (person.programs().isEmpty() ? "" : " with " + String.join(", ", person.programs()))
                        + (person.grants().isEmpty() ? "" : " by " + String.join(", ", person.grants()))
                        + (person.more() ? ", and more" : "")));
    }
}
