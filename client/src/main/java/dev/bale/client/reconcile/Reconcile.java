package dev.bale.client.reconcile;

import dev.bale.client.reconcile.ReconcileFinding.Download;
import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.HandOuts;
import dev.bale.client.registry.HandOuts.HandOutLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads access logs once and compares them with the registry's hand-outs. What is kept in memory does not grow with the lines: at most
 * 10,000 of them wait for an answer about their events, 50,000 answers are remembered, and what was seen is a compressed bitmap of events.
 */
public final class Reconcile {
    private static final int WAITING = HandOuts.EVENTS;
    private static final int REMEMBERED = 50_000;

    private final HandOuts handOuts;
    private final LogCounts counts;
    private final Findings findings;
    private final List<Download> waiting = new ArrayList<>();
    private final Map<Long, Optional<HandOutLine>> known = new Recent.Bounded<>(REMEMBERED);

    /** One run; findings are told as they come. */
    public Reconcile(HandOuts handOuts, ReconcileOptions options, Consumer<ReconcileFinding> found) {
        this.handOuts = handOuts;
        this.counts = new LogCounts(options);
        this.findings = new Findings(options, found);
    }

    /** Reads all and answers what there was. */
    public ReconcileReport run(LogFiles files) throws IOException {
        files.read((place, text) -> {
            counts.download(place, text).ifPresent(waiting::add);
            if (waiting.size() == WAITING) {
                judge();
            }
        });
        judge();
        Instant from = counts.from();
        Instant to = counts.to();
        if (from != null && to != null && from.isBefore(to)) {
            compare(from, to);
        }
        return counts.report(files.files(), findings);
    }

    private void judge() {
        Set<Long> asked = new HashSet<>();
        for (Download download : waiting) {
            Long event = download.line().url().event();
            if (event != null && known.get(event) == null) {
                asked.add(event);
            }
        }
        asked.forEach(event -> known.put(event, Optional.empty()));
        if (!asked.isEmpty()) {
            handOuts.of(asked).forEach(handOut -> known.put(handOut.event(), Optional.of(handOut)));
        }
        for (Download download : waiting) {
            Long event = download.line().url().event();
            findings.judge(
                    download,
                    event == null
                            ? null
                            : known.getOrDefault(event, Optional.empty()).orElse(null));
        }
        waiting.clear();
    }

    private void compare(Instant from, Instant to) {
        Cursor.each(
                (@Nullable String after) -> handOuts.between(from, to, after),
                HandOuts.HandOutPage::handOuts,
                HandOuts.HandOutPage::next,
                handOut -> findings.compare(handOut, to));
    }
}
