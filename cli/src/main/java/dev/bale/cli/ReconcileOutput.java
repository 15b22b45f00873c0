package dev.bale.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bale.client.http.Json;
import dev.bale.client.reconcile.LogFiles;
import dev.bale.client.reconcile.ReconcileFinding;
import dev.bale.client.reconcile.ReconcileFinding.Kind;
import dev.bale.client.reconcile.ReconcileReport;
import dev.bale.client.registry.HandOuts.HandOutLine;
import dev.bale.manifest.audit.CsvLine;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How findings and the report of a comparison are printed, each as it comes: there may be millions. */
abstract class ReconcileOutput {
    final Console console;

    private ReconcileOutput(Console console) {
        this.console = console;
    }

    static ReconcileOutput of(Console console, boolean json, boolean csv) {
        return json ? new AsJson(console) : csv ? new AsCsv(console) : new AsText(console);
    }

    void begin() {}

    abstract void finding(ReconcileFinding finding);

    abstract void end(ReconcileReport report);

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A JSON document a line: findings, and the report at the end. */
    private static final class AsJson extends ReconcileOutput {
        private AsJson(Console console) {
            super(console);
        }

        @Override
        void finding(ReconcileFinding finding) {
            line(new Line(word(finding.kind()), finding));
        }

        @Override
        void end(ReconcileReport report) {
            Map<String, Long> found = new LinkedHashMap<>();
            for (Kind kind : Kind.values()) {
                found.put(word(kind), report.found(kind));
            }
            line(new Summary(report, found));
        }

        private void line(Object document) {
            try {
                console.line(Json.MAPPER.writeValueAsString(document));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        private record Line(String finding, @JsonUnwrapped ReconcileFinding about) {}

        private record Summary(ReconcileReport summary, Map<String, Long> findings) {}
    }

    private static final class AsCsv extends ReconcileOutput {
        private AsCsv(Console console) {
            super(console);
        }

        @Override
        void begin() {
            console.out()
                    .print(CsvLine.of(
                            "finding",
                            "at",
                            "event",
                            "account",
                            "handed_to_address",
                            "fetched_from_address",
                            "package",
                            "version",
                            "bucket",
                            "key",
                            "requester",
                            "request_id",
                            "file",
                            "line",
                            "message"));
        }

        @Override
        void finding(ReconcileFinding finding) {
            HandOutLine handOut = finding.handOut();
            LogFiles.Place place = finding.place();
            console.out()
                    .print(CsvLine.of(
                            word(finding.kind()),
                            finding.at(),
                            finding.event(),
                            handOut == null ? null : handOut.account(),
                            handOut == null ? null : handOut.address(),
                            finding.fetchedFrom(),
                            handOut == null ? null : handOut.inPackage(),
                            handOut == null ? null : handOut.version(),
                            finding.bucket(),
                            finding.key(),
                            finding.requester(),
                            finding.requestId(),
                            place == null ? null : place.file(),
                            place == null ? null : place.line(),
                            finding.message()));
        }

        @Override
        void end(ReconcileReport report) {
            ReconcileText.summary(report).forEach(console::note);
        }
    }

    /** For people: the first of each kind, then how many there are. */
    private static final class AsText extends ReconcileOutput {
        private static final int SHOWN = 50;

        private final Map<Kind, Integer> shown = new EnumMap<>(Kind.class);

        private AsText(Console console) {
            super(console);
        }

        @Override
        void finding(ReconcileFinding finding) {
            int number = shown.merge(finding.kind(), 1, Integer::sum);
            if (number <= SHOWN) {
                console.line(String.format(Locale.ROOT, "%-14s%s", word(finding.kind()), ReconcileText.of(finding)));
            } else if (number == SHOWN + 1) {
                console.line(String.format(Locale.ROOT, "%-14s… (--csv and --json list all)", word(finding.kind())));
            }
        }

        @Override
        void end(ReconcileReport report) {
            ReconcileText.summary(report).forEach(console::line);
        }
    }
}
