package dev.bale.registry.api.install;

import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.View;
import dev.bale.registry.api.install.HandOut.Wanted;
import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.withdrawals.WithdrawnRepository;
import dev.bale.registry.db.withdrawals.WithdrawnRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds what of a hand-out is withdrawn: entries by the SHA-256 of the file or of a fragment of it, or the version as a whole. */
@ApplicationScoped
class FindWithdrawn {
    /** So many of the entries that a client has already are named; who has more begins again without these. */
    private static final int CACHED = 10_000;

    private static final int NAMED = 100;

    private final WithdrawnRepository withdrawn;

    FindWithdrawn(WithdrawnRepository withdrawn) {
        this.withdrawn = withdrawn;
    }

    /** An entry that is not handed out any more. */
    record Withdrawn(long ordinal, EntryPath path, WithdrawnRow why) {}

    /** What a hand-out is asked for; {@code cached} are entries that the client has, in the reader's own ordinals. */
    record Asked(VersionRow version, ReadableTree readable, List<Wanted> wanted, OrdinalRanges cached) {}

    /** Holds off withdrawals until the transaction ends; the first lock of a hand-out. */
    void holdOff() {
        withdrawn.holdOff();
    }

    /**
     * The withdrawn entries by ordinal.
     *
     * @throws Conflict when the version is withdrawn as a whole
     */
    Map<Long, Withdrawn> of(Asked asked) {
        if (!withdrawn.any()) {
            return Map.of();
        }
        Optional<WithdrawnRow> whole = withdrawn.ofVersion(asked.version().id());
        if (whole.isPresent()) {
            throw Conflict.withdrawn(
                    "Version " + asked.version().topHash(),
                    whole.get().reason(),
                    whole.get().ticket());
        }
        Map<Long, Withdrawn> found = new TreeMap<>();
        ofWanted(asked.wanted(), found);
        if (asked.cached().count() > 0) {
            ofCached(asked, found);
        }
        return found;
    }

    /** What of the version was withdrawn, as far as that view has it, so that nobody needs to ask for URLs to learn it. */
    List<VersionView.Withdrawn> named(VersionRow version, View view) {
        if (!withdrawn.any()) {
            return List.of();
        }
        Optional<WithdrawnRow> whole = withdrawn.ofVersion(version.id());
        return whole.isPresent()
                ? List.of(VersionView.Withdrawn.of(null, whole.get()))
                : withdrawn.inVersion(version.packageId(), version.id(), CACHED).stream()
                        .filter(there -> view.covers(EntryPath.of(there.path())))
                        .limit(NAMED)
                        .map(there -> VersionView.Withdrawn.of(there.path(), there.why()))
                        .toList();
    }

    private void ofWanted(List<Wanted> wanted, Map<Long, Withdrawn> found) {
        Set<Sha256> hashes = new HashSet<>();
        for (Wanted one : wanted) {
            hashes.add(one.whole());
            hashes.add(one.ref().sha256());
        }
        Map<Sha256, WithdrawnRow> why = withdrawn.of(hashes);
        for (Wanted one : wanted) {
            WithdrawnRow row = why.getOrDefault(one.whole(), why.get(one.ref().sha256()));
            if (row != null) {
                found.putIfAbsent(one.ordinal(), new Withdrawn(one.ordinal(), one.path(), row));
            }
        }
    }

    /** Other than those to be fetched these may be a whole version: asked the other way round, by what is withdrawn. */
    private void ofCached(Asked asked, Map<Long, Withdrawn> found) {
        VersionRow version = asked.version();
        for (WithdrawnRepository.AtPath there : withdrawn.inVersion(version.packageId(), version.id(), CACHED)) {
            EntryPath path = EntryPath.of(there.path());
            asked.readable()
                    .lookup(path)
                    .filter(at -> asked.cached().contains(at.ordinal()))
                    .ifPresent(at -> found.putIfAbsent(at.ordinal(), new Withdrawn(at.ordinal(), path, there.why())));
        }
    }
}
