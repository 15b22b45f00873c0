package dev.bale.registry.api.grants;

import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.access.GrantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps namespaces from being left without anybody who can administer them. */
@ApplicationScoped
class KeepOwner {
    private final GrantRepository grants;

    KeepOwner(GrantRepository grants) {
        this.grants = grants;
    }

    /** Locks the owners' grants of a namespace; answers those that do not expire. */
    List<Long> lock(long namespaceId) {
        return grants.lockOwners(namespaceId);
    }

    /** @throws Conflict when nothing of {@code owners} is left once {@code leaving} are gone */
    void check(String namespace, List<Long> owners, Collection<Long> leaving) {
        Set<Long> left = new HashSet<>(owners);
        if (left.removeAll(leaving) && left.isEmpty()) {
            throw Conflict.lastOwner("This is the last owner of " + namespace
                    + "/ who stays. Make another one first: `bale access grant " + namespace + "/ owner NAME`.");
        }
    }
}
