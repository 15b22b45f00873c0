package dev.bale.registry.api.trace;

import dev.bale.registry.db.audit.HandedRow;
import dev.bale.registry.db.audit.HandedRow.EventSpan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that one account was handed of some content, summed up row by row. */
public final class Person {
    /** So many different values of each kind are kept for showing. */
    static final int SHOWN = 20;

    private final long accountId;
    private final Map<Long, EventSpan> versions = new LinkedHashMap<>();
    private final Set<String> addresses = new TreeSet<>();
    private final Set<String> programs = new TreeSet<>();
    private final Set<String> grants = new TreeSet<>();
    private @Nullable EventSpan handedOut;
    private @Nullable EventSpan all;
    private boolean more;

    Person(long accountId) {
        this.accountId = accountId;
    }

    void add(HandedRow row) {
        versions.merge(row.versionId(), row.events(), Person::merge);
        all = all == null ? row.events() : merge(all, row.events());
        if (!row.cached()) {
            handedOut = handedOut == null ? row.events() : merge(handedOut, row.events());
        }
        sample(addresses, row.address());
        sample(programs, row.program());
        sample(grants, row.grantNote());
    }

    private void sample(Set<String> shown, @Nullable String value) {
        if (value != null && !shown.contains(value)) {
            if (shown.size() < SHOWN) {
                shown.add(value);
            } else {
                more = true;
            }
        }
    }

    private static EventSpan merge(EventSpan a, EventSpan b) {
        return new EventSpan(
                Math.min(a.first(), b.first()),
                a.firstAt().isBefore(b.firstAt()) ? a.firstAt() : b.firstAt(),
                Math.max(a.last(), b.last()),
                a.lastAt().isAfter(b.lastAt()) ? a.lastAt() : b.lastAt(),
                a.count() + b.count());
    }

    /** {@value HandedRow#NOBODY} for whoever did not sign in. */
    public long accountId() {
        return accountId;
    }

    /** Whether nothing was handed to them that counts here. */
    boolean isEmpty() {
        return all == null;
    }

    /** First and last time, hand-outs of what they reported as there already included. */
    public EventSpan span() {
        if (all == null) {
            throw new IllegalStateException("nothing was handed to account " + accountId);
        }
        return all;
    }

    /** How many hand-outs signed URLs. */
    public long handOuts() {
        return handedOut == null ? 0 : handedOut.count();
    }

    /** When, by version. */
    public Map<Long, EventSpan> versions() {
        return versions;
    }

    Set<String> addresses() {
        return addresses;
    }

    Set<String> programs() {
        return programs;
    }

    Set<String> grants() {
        return grants;
    }

    /** Whether there are more addresses, programs or grants than are kept. */
    boolean more() {
        return more;
    }

    boolean within(@Nullable Instant since, @Nullable Instant until) {
        EventSpan span = span();
        return (since == null || !span.lastAt().isBefore(since))
                && (until == null || span.firstAt().isBefore(until));
    }
}
