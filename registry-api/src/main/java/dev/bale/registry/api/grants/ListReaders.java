package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.grants.AccessAt.Candidate;
import dev.bale.registry.api.grants.FindScope.Scope;
import dev.bale.registry.db.access.AppliedGrant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists who can install a package, or could at a moment in the past. */
@ApplicationScoped
class ListReaders {
    private static final int BATCH = 500;

    private final FindScope findScope;
    private final AccessAt accessAt;
    private final Clock clock;

    ListReaders(FindScope findScope, AccessAt accessAt, Clock clock) {
        this.findScope = findScope;
        this.accessAt = accessAt;
        this.clock = clock;
    }

    /**
     * What an account may do with a package: the widest role, or the paths it may read, and the grants; no role and no paths where only
     * the administration of the registry allows it.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reach(
            @Nullable String role,
            @Nullable List<String> paths,
            @Nullable Boolean registryAdmin,
            List<String> grants) {
        static @Nullable Reach of(Candidate candidate, List<AppliedGrant> grants) {
            Decision read = AccessAt.decide(candidate, grants, Action.READ);
            if (!read.allowed()) {
                return null;
            }
            AppliedGrant widest = read.grant();
            return new Reach(
                    widest == null || widest.path() != null
                            ? null
                            : Role.parse(widest.role()).text(),
                    read.view().whole()
                            ? null
                            : read.view().paths().stream()
                                    .map(EntryPath::toString)
                                    .toList(),
                    widest == null ? true : null,
                    read.all().stream()
                            .map(grant -> Long.toString(grant.id()))
                            .sorted()
                            .toList());
        }
    }

    /** An account that may read. */
    record ReaderLine(String account, String kind, Reach reach) {}

    /** A part of the readers, by name; {@code next} is the name after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Readers(
            Instant at, List<ReaderLine> readers, @Nullable String next) {}

    /** Accounts that could read at least some of the package. */
    @Transactional
    Readers list(Principal caller, String namespace, String name, @Nullable Instant moment, String after, int limit) {
        Scope scope = findScope.seen(caller, namespace, name);
        long inPackage = Objects.requireNonNull(scope.packageId());
        Instant at = moment == null ? clock.instant() : moment;
        List<ReaderLine> readers = new ArrayList<>();
        String last = after;
        while (readers.size() <= limit) {
            List<Candidate> candidates = accessAt.candidates(at, last, BATCH);
            List<AppliedGrant> grants = accessAt.grants(candidates, inPackage, at);
            for (Candidate candidate : candidates) {
                Reach reach = Reach.of(candidate, grants);
                if (reach != null) {
                    readers.add(new ReaderLine(candidate.name(), candidate.kind(), reach));
                }
            }
            if (candidates.size() < BATCH) {
                break;
            }
            last = candidates.getLast().name();
        }
        List<ReaderLine> shown = readers.stream().limit(limit).toList();
        return new Readers(at, shown, readers.size() > limit ? shown.getLast().account() : null);
    }
}
