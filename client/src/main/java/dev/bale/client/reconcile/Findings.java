package dev.bale.client.reconcile;

import dev.bale.client.reconcile.ReconcileFinding.Download;
import dev.bale.client.reconcile.ReconcileFinding.Kind;
import dev.bale.client.registry.HandOuts.HandOutLine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Judges downloads by the hand-outs they name, and hand-outs by whether a download named them. */
final class Findings {
    /** Clocks of the store and the registry may differ so far; the registry refuses stores beyond it. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final ReconcileOptions options;
    private final Consumer<ReconcileFinding> found;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Roaring64Bitmap seen = new Roaring64Bitmap();
    private final Recent<String> told = new Recent<>(100_000);
    private long addressUnknown;
    private long handOutsCompared;

    Findings(ReconcileOptions options, Consumer<ReconcileFinding> found) {
        this.options = options;
        this.found = found;
    }

    /** Judges a download by the hand-out it names; null where it names none. */
    void judge(Download download, @Nullable HandOutLine handOut) {
        AccessLogLine line = download.line();
        if (line.url().event() == null) {
            tell(Kind.NO_EVENT, "the request names no event", download, null);
        } else if (handOut == null) {
            tell(Kind.UNKNOWN_EVENT, "the registry knows no such hand-out", download, null);
        } else if (signedAtAnotherTime(line.url(), handOut)) {
            tell(Kind.OTHER_TIME, "the URL was signed at another time than its hand-out", download, handOut);
        } else if (line.at().isBefore(handOut.at().minus(SKEW))) {
            tell(Kind.OTHER_TIME, "it was fetched before it was handed out", download, handOut);
        } else if (line.at().isAfter(end(handOut).plus(SKEW))) {
            tell(Kind.OTHER_TIME, "it was fetched after its URLs had died", download, handOut);
        } else {
            seen.addLong(handOut.event());
            compareAddresses(download, handOut);
        }
    }

    private static boolean signedAtAnotherTime(SignedUrl url, HandOutLine handOut) {
        return url.signedAt() != null && !url.signedAt().equals(handOut.at().truncatedTo(ChronoUnit.SECONDS));
    }

    private Instant end(HandOutLine handOut) {
        return options.urlLife() == null ? handOut.expiresAt() : handOut.at().plus(options.urlLife());
    }

    private void compareAddresses(Download download, HandOutLine handOut) {
        String fetched = address(download.line().address());
        String handed = address(handOut.address());
        if (fetched == null || handed == null) {
            addressUnknown++;
        } else if (!fetched.equals(handed) && told.add(handOut.event() + " " + fetched)) {
            count(ReconcileFinding.of(
                    Kind.OTHER_ADDRESS,
                    "it was handed to " + handed + ", and fetched from " + fetched,
                    download,
                    handOut));
        }
    }

    /** The one way to write an address; null for what is none. Names are never looked up. */
    private static @Nullable String address(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Lines come twice at times. */
    private void tell(Kind kind, String message, Download download, @Nullable HandOutLine handOut) {
        String request = download.line().requestId();
        if (request == null || told.add(request)) {
            count(ReconcileFinding.of(kind, message, download, handOut));
        }
    }

    private void count(ReconcileFinding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        found.accept(finding);
    }

    /** Judges a hand-out after all lines were read, those of the time up to that moment among them. */
    void compare(HandOutLine handOut, Instant to) {
        if (handOut.urls() && options.covers(handOut.bucket()) && !end(handOut).isAfter(to)) {
            handOutsCompared++;
            if (!seen.contains(handOut.event())) {
                count(ReconcileFinding.notSeen(handOut));
            }
        }
    }

    long addressUnknown() {
        return addressUnknown;
    }

    long handOutsCompared() {
        return handOutsCompared;
    }

    Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
