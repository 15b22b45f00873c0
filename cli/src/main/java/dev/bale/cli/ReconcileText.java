package dev.bale.cli;

import dev.bale.client.reconcile.ReconcileFinding;
import dev.bale.client.reconcile.ReconcileFinding.Kind;
import dev.bale.client.reconcile.ReconcileReport;
import dev.bale.client.registry.HandOuts.HandOutLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A comparison of logs and hand-outs in words. What comes from logs cannot steer a terminal. */
final class ReconcileText {
    private ReconcileText() {}

    static String of(ReconcileFinding finding) {
        StringBuilder text = new StringBuilder(finding.at() + " ");
        if (finding.fetchedFrom() != null) {
            text.append(finding.fetchedFrom()).append(' ');
        }
        if (finding.key() != null) {
            text.append(finding.bucket()).append('/').append(finding.key()).append(' ');
        }
        text.append("(").append(finding.message());
        if (finding.event() != null) {
            text.append("; event ").append(finding.event());
        }
        HandOutLine handOut = finding.handOut();
        if (handOut != null) {
            text.append(", ")
                    .append(Objects.requireNonNullElse(handOut.inPackage(), "a package that is gone"))
                    .append(" to ")
                    .append(Objects.requireNonNullElse(handOut.account(), "somebody without a name"));
        }
        text.append(")");
        if (finding.place() != null) {
            text.append(' ')
                    .append(finding.place().file())
                    .append(':')
                    .append(finding.place().line());
        }
        return Words.printable(text.toString());
    }

    static List<String> summary(ReconcileReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Read " + Words.count(report.lines(), "line", "lines") + " of "
                + Words.count(report.files(), "file", "files") + ": "
                + Words.count(report.downloads(), "download", "downloads") + ", " + report.failed() + " that failed, "
                + report.own() + " of the registry itself, " + report.otherOperations() + " other requests, "
                + report.otherBuckets() + " about other buckets.");
        if (report.malformed() > 0) {
            lines.add(Words.count(report.malformed(), "line is", "lines are") + " NOT in the format and not compared: "
                    + report.malformedFirst().stream()
                            .map(line -> Words.printable(line.file()) + ":" + line.line() + " (" + line.reason() + ")")
                            .collect(Collectors.joining(", "))
                    + (report.malformed() > report.malformedFirst().size() ? ", …" : ""));
        }
        lines.add(compared(report));
        lines.add((report.withoutHandOut() == 0
                        ? "Fetched without a hand-out: none."
                        : "FETCHED WITHOUT A HAND-OUT: " + report.withoutHandOut() + ".")
                + " From another address: " + report.found(Kind.OTHER_ADDRESS) + " ("
                + Words.count(report.addressUnknown(), "download", "downloads") + " unknown).");
        return lines;
    }

    private static String compared(ReconcileReport report) {
        if (report.from() == null || report.to() == null || !report.from().isBefore(report.to())) {
            return "The logs do not cover enough time to look for hand-outs in them (--late).";
        }
        return "Handed out between " + report.from() + " and " + report.to() + ": "
                + Words.count(report.handOutsCompared(), "hand-out", "hand-outs") + ", of which no line shows "
                + report.found(Kind.NOT_SEEN) + ": whether those were fetched is unknown.";
    }
}
