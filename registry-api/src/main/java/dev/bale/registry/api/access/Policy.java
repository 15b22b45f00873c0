package dev.bale.registry.api.access;

import dev.bale.manifest.EntryPath;
import dev.bale.registry.db.access.AppliedGrant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The one rule of access. It looks at the live grants of a caller that concern a package or a namespace; the queries over many packages say
 * the same in SQL ({@code PackageListRepository}, {@code PresenceRepository}), and {@code AccessModelTest} holds them to each other.
 */
public final class Policy {
    private static final Comparator<AppliedGrant> WIDEST = Comparator.<AppliedGrant, Boolean>comparing(
                    grant -> grant.path() != null)
            .thenComparing(grant -> Role.parse(grant.role()), Comparator.reverseOrder())
            .thenComparing(grant -> grant.packageId() != null)
            .thenComparing(AppliedGrant::id);

    private Policy() {}

    /**
     * Decides.
     *
     * @param admin whether the caller administers the registry
     * @param grants his live grants on the package and on its namespace
     */
    public static Decision decide(boolean admin, Collection<AppliedGrant> grants, Action action) {
        List<AppliedGrant> enough = grants.stream()
                .filter(grant -> Role.parse(grant.role()).allows(action))
                .sorted(WIDEST)
                .toList();
        if (enough.isEmpty()) {
            return admin ? Decision.BY_ADMIN : Decision.NO;
        }
        AppliedGrant widest = enough.getFirst();
        if (widest.path() == null) {
            return new Decision(true, View.WHOLE, widest, enough);
        }
        if (admin) {
            return Decision.BY_ADMIN;
        }
        View view = View.of(enough.stream()
                .map(grant -> EntryPath.of(String.valueOf(grant.path())))
                .toList());
        return new Decision(true, view, widest, enough);
    }
}
