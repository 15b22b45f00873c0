package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.registry.HandOut;
import dev.bale.client.registry.HandOutRequest;
import dev.bale.client.registry.HandOutRequest.FragmentRange;
import dev.bale.client.registry.OrdinalRange;
import dev.bale.client.registry.VersionCalls;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * URLs for a run of entries, or for fragments of one large entry, that were handed out together and die together. They
 * are renewed together too, for those entries that are not finished: however many downloads find their URL dead, the
 * registry is asked once. For many threads.
 */
final class HandOutBatch {
    private static final long EARLY_SECONDS = 10;

    private final VersionCalls calls;
    private final String purpose;
    private final int ttlSeconds;
    private final @Nullable FragmentRange range;
    private final Set<Long> unfinished = new ConcurrentSkipListSet<>();
    private volatile Urls urls = new Urls(0, 0, Map.of(), Map.of(), Map.of());

    private record Urls(
            int generation,
            long deadline,
            Map<Long, Signed> items,
            Map<Long, HandOut.Missing> missing,
            Map<Long, HandOut.Withdrawn> withdrawn) {}

    private record Signed(HandOut.Group group, HandOut.Item item) {}

    /** A batch of entries, or with a range one of fragments. */
    HandOutBatch(VersionCalls calls, String purpose, int ttlSeconds, @Nullable FragmentRange range) {
        this.calls = calls;
        this.purpose = purpose;
        this.ttlSeconds = ttlSeconds;
        this.range = range;
    }

    /**
     * Asks for the URLs.
     *
     * @param fetch entries to fetch
     * @param cached entries that are here already; recorded
     */
    synchronized void open(OrdinalRuns fetch, OrdinalRuns cached) {
        if (range != null) {
            accept(calls.handOut(HandOutRequest.fragments(range, purpose)));
        } else if (fetch.count() + cached.count() > 0) {
            for (OrdinalRange run : fetch.ranges()) {
                for (long ordinal = run.from(); ordinal < run.to(); ordinal++) {
                    unfinished.add(ordinal);
                }
            }
            accept(calls.handOut(HandOutRequest.entries(fetch.ranges(), cached.ranges(), purpose)));
        }
    }

    /** A URL that lives, and which generation of URLs it is of. */
    record Url(String url, int generation) {}

    /** The URL of a fragment; asks for new ones where the old are about to die. */
    Url url(long ordinal, ResolvedVersion.FragmentOfEntry fragment) {
        Urls now = urls;
        Signed signed = now.items().get(key(ordinal, fragment.index()));
        if (!now.missing().containsKey(ordinal)
                && !now.withdrawn().containsKey(ordinal)
                && (signed == null || System.nanoTime() - now.deadline() > 0)) {
            renew(now.generation(), ordinal);
            now = urls;
            signed = now.items().get(key(ordinal, fragment.index()));
        }
        requireNotWithdrawn(ordinal);
        HandOut.Missing missing = now.missing().get(ordinal);
        if (missing != null) {
            throw new ClientException(ClientException.Kind.FAILED, missing.detail(), List.of(missing.path()), null);
        }
        if (signed == null) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    "The registry handed out no URL for fragment " + fragment.sha256() + ".");
        }
        HandOut.Item item = signed.item();
        if (!item.sha256().equals(fragment.sha256()) || item.size() != fragment.size()) {
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    "The registry handed out " + item.sha256() + " where the version has " + fragment.sha256() + ".");
        }
        return new Url(signed.group().url(item), now.generation());
    }

    /** Why an entry cannot be fetched at all, where the registry said so. */
    Optional<HandOut.Missing> missing(long ordinal) {
        return Optional.ofNullable(urls.missing().get(ordinal));
    }

    /** Why an entry is not handed out any more, where it was withdrawn. */
    Optional<HandOut.Withdrawn> withdrawn(long ordinal) {
        return Optional.ofNullable(urls.withdrawn().get(ordinal));
    }

    /** All that the registry named as withdrawn, in the order of the version. */
    List<HandOut.Withdrawn> withdrawn() {
        return urls.withdrawn().values().stream()
                .sorted(Comparator.comparingLong(HandOut.Withdrawn::ordinal))
                .toList();
    }

    /** Nothing of a withdrawn entry is to be put anywhere, from wherever it could be taken. */
    void requireNotWithdrawn(long ordinal) {
        HandOut.Withdrawn why = urls.withdrawn().get(ordinal);
        if (why != null) {
            throw WithdrawnEntry.of(why).refused();
        }
    }

    /** The storage refused a URL of this generation: new ones for all that is unfinished, unless there are some. */
    synchronized void renew(int generation, long ordinal) {
        if (urls.generation() != generation) {
            return;
        }
        if (range != null) {
            accept(calls.handOut(HandOutRequest.fragments(range, purpose)));
            return;
        }
        unfinished.add(ordinal);
        accept(calls.handOut(HandOutRequest.entries(stillWanted().ranges(), List.of(), purpose)));
    }

    /** The entry needs no URL any more. */
    void finished(long ordinal) {
        unfinished.remove(ordinal);
    }

    private void accept(HandOut handOut) {
        Map<Long, Signed> items = new HashMap<>(handOut.items().size() * 2);
        for (HandOut.Group group : handOut.groups()) {
            group.items().forEach(item -> items.put(key(item.ordinal(), item.fragment()), new Signed(group, item)));
        }
        Map<Long, HandOut.Missing> missing = new HashMap<>();
        if (handOut.missing() != null) {
            handOut.missing().forEach(entry -> missing.put(entry.ordinal(), entry));
        }
        Map<Long, HandOut.Withdrawn> withdrawn = new HashMap<>();
        if (handOut.withdrawn() != null) {
            handOut.withdrawn().forEach(entry -> withdrawn.put(entry.ordinal(), entry));
        }
        long life = TimeUnit.SECONDS.toNanos(Math.max(ttlSeconds - EARLY_SECONDS, ttlSeconds / 2));
        urls = new Urls(urls.generation() + 1, System.nanoTime() + life, items, missing, withdrawn);
    }

    private static long key(long ordinal, int fragment) {
        return ordinal << 32 | fragment;
    }

    private OrdinalRuns stillWanted() {
        OrdinalRuns runs = new OrdinalRuns();
        unfinished.forEach(runs::add);
        return runs;
    }
}
