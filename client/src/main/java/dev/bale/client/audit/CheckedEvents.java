package dev.bale.client.audit;

import dev.bale.client.audit.Finding.Kind;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at each event by itself: is it what its leaf says, is it there, are its personal fields right, did it come in its time. */
final class CheckedEvents {
    /** No transaction is open for as long; an event that a head of so much later did not have was not there. */
    private static final Duration LATE = Duration.ofMinutes(15);

    private static final int MOST = 10_000;
    private static final int NOTES = 1_000;

    private final Findings findings;
    private final DroppedMonths months;
    private final List<String> notes = new ArrayList<>();
    private final Map<Long, Instant> erasedUntil = new HashMap<>();
    private final Map<Long, Erased> erasedOf = new HashMap<>();
    private final List<Dated> sinceHead = new ArrayList<>();
    private @Nullable Placed before;
    private @Nullable Instant lookedAt;
    private @Nullable Instant lookedBefore;
    private long erased;
    private long unsealed;

    private record Dated(long leaf, long event, Instant at) {}

    private record Placed(long transaction, long event) {}

    private record Erased(long leaf, long event, Instant at, long count) {}

    CheckedEvents(Findings findings) {
        this.findings = findings;
        this.months = new DroppedMonths(findings);
    }

    /** What is right and yet worth knowing. */
    List<String> notes() {
        return notes;
    }

    long erased() {
        return erased;
    }

    long dropped() {
        return months.dropped();
    }

    long unsealed() {
        return unsealed;
    }

    void sealed(ExportedEvent event) {
        long leaf = event.leaf() == null ? -1 : event.leaf();
        if (event.isGone()) {
            months.gone(leaf, event.at());
            return;
        }
        months.there(leaf, event.at());
        Optional<Sha256> computed = event.computed();
        if (computed.isEmpty() || !computed.equals(event.hash())) {
            findings.add(
                    Kind.EDITED,
                    leaf,
                    event.id(),
                    "Event " + event.id() + " (leaf " + leaf + ") was edited, or its leaf was.");
        }
        checkOrder(event, leaf);
        checkPersonal(event, leaf);
        Instant looked = lookedAt;
        if (looked != null && sinceHead.size() < MOST && event.at().isBefore(looked.minus(LATE))) {
            sinceHead.add(new Dated(leaf, event.id(), event.at()));
        }
        switch (event.text("kind")) {
            case "partition-drop" -> {
                months.drop(leaf, event.detail("partition"), event.detail("leaves"));
                note(event, "the partition " + event.detail("partition") + " was dropped by " + event.detail("role"));
            }
            case "epoch-open" -> note(event, "epoch " + event.detail("epoch") + " began: " + event.detail("reason"));
            case "personal-erase" -> {
                if (event.detail("account").matches("[0-9]{1,18}")) {
                    erasedUntil.merge(Long.valueOf(event.detail("account")), event.at(), CheckedEvents::later);
                    note(event, "the personal fields of account number " + event.detail("account") + " were erased");
                }
            }
            default -> {}
        }
    }

    private void note(ExportedEvent event, String what) {
        if (notes.size() < NOTES) {
            notes.add(event.at() + ": " + what + " (event " + event.id() + ")");
        }
    }

    /** One run of the sealer goes by transaction and id. */
    private void checkOrder(ExportedEvent event, long leaf) {
        Placed previous = before;
        long transaction = event.transaction();
        if (previous != null
                && (transaction < previous.transaction()
                        || (transaction == previous.transaction() && event.id() <= previous.event()))) {
            findings.add(
                    Kind.REORDERED,
                    leaf,
                    event.id(),
                    "Event " + event.id() + " (leaf " + leaf + ") stands after event " + previous.event()
                            + ", before which it was sealed.");
        }
        before = new Placed(transaction, event.id());
    }

    private void checkPersonal(ExportedEvent event, long leaf) {
        Optional<String> wrong = event.wrongPersonal();
        if (wrong.isPresent()) {
            findings.add(
                    Kind.PERSONAL,
                    leaf,
                    event.id(),
                    "The " + wrong.get() + " of event " + event.id() + " (leaf " + leaf + ") was edited or removed.");
        } else if (event.isErased()) {
            erased++;
            Erased next = new Erased(leaf, event.id(), event.at(), 1);
            erasedOf.merge(event.account().orElse(-1L), next, CheckedEvents::merge);
        }
    }

    private static Erased merge(Erased one, Erased other) {
        Erased last = one.at().isAfter(other.at()) ? one : other;
        return new Erased(last.leaf(), last.event(), last.at(), one.count() + other.count());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    void head(Head head) {
        if (!head.at().equals(lookedAt)) {
            lookedBefore = lookedAt;
            lookedAt = head.at();
        }
        Instant earlier = lookedBefore;
        if (earlier != null) {
            Instant limit = (earlier.isBefore(head.at()) ? earlier : head.at()).minus(LATE);
            for (Dated event : sinceHead) {
                if (event.at().isBefore(limit)) {
                    findings.add(
                            Kind.INVENTED,
                            event.leaf(),
                            event.event(),
                            "Event " + event.event() + " (leaf " + event.leaf() + ") is dated " + event.at()
                                    + " and was not there when a head was signed at " + earlier
                                    + ": it was added later.");
                }
            }
        }
        sinceHead.clear();
        before = null;
    }

    /** One without a leaf; all heads were there before it. */
    void unsealed(ExportedEvent event) {
        Instant newest = lookedAt;
        if (newest != null && event.at().isBefore(newest.minus(LATE))) {
            findings.add(
                    Kind.INVENTED,
                    null,
                    event.id(),
                    "Event " + event.id() + ", dated " + event.at()
                            + ", is in no leaf: it was added, or its leaf was removed.");
        } else {
            unsealed++;
        }
    }

    void finish() {
        months.finish();
        erasedOf.forEach(this::explainErased);
    }

    private void explainErased(long account, Erased last) {
        Instant until = erasedUntil.get(account);
        if (until == null || last.at().isAfter(until.plus(LATE))) {
            erased -= last.count();
            findings.add(
                    Kind.PERSONAL,
                    last.leaf(),
                    last.event(),
                    "The personal fields of " + last.count() + " event(s)"
                            + (account < 0 ? "" : " of account number " + account) + " are gone, the last is event "
                            + last.event() + ", and no event tells of an erasure.");
        }
    }
}
