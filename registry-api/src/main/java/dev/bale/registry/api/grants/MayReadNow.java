package dev.bale.registry.api.grants;

import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.grants.AccessAt.Candidate;
import dev.bale.registry.db.access.AppliedGrant;
import dev.bale.registry.db.access.PrincipalKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells which of some accounts may read any of some paths of a package now: whoever got bytes may have lost access since. */
@ApplicationScoped
public class MayReadNow {
    /** Whoever did not sign in, where accounts are asked for. */
    public static final long NOBODY = 0;

    private final AccessAt accessAt;
    private final Clock clock;

    MayReadNow(AccessAt accessAt, Clock clock) {
        this.accessAt = accessAt;
        this.clock = clock;
    }

    /** The accounts, by id, that may read one of the paths at least. */
    @Transactional
    public Set<Long> of(Collection<Long> accounts, long packageId, Collection<EntryPath> paths) {
        Instant now = clock.instant();
        Map<Long, Candidate> candidates = accessAt.candidates(accounts, now);
        if (accounts.contains(NOBODY)) {
            candidates.put(NOBODY, accessAt.candidate(new PrincipalKey.Audience("public"), now));
        }
        List<AppliedGrant> grants = accessAt.grants(new ArrayList<>(candidates.values()), packageId, now);
        Set<Long> readers = new HashSet<>();
        candidates.forEach((id, candidate) -> {
            Decision decision = AccessAt.decide(candidate, grants, Action.READ);
            if (decision.allowed()
                    && (decision.view().whole()
                            || paths.stream().anyMatch(path -> decision.view().covers(path)))) {
                readers.add(id);
            }
        });
        return readers;
    }
}
