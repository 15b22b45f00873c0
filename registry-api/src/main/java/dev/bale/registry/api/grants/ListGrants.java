package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.grants.FindScope.Scope;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.access.GrantListRepository;
import dev.bale.registry.db.access.GrantRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists grants of a namespace, a package or a principal. */
@ApplicationScoped
class ListGrants {
    private final FindScope findScope;
    private final Principals principals;
    private final GrantListRepository lists;
    private final Clock clock;

    ListGrants(FindScope findScope, Principals principals, GrantListRepository lists, Clock clock) {
        this.findScope = findScope;
        this.principals = principals;
        this.lists = lists;
        this.clock = clock;
    }

    /** A part of the grants, in the order they were made; {@code next} is the grant after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Grants(List<GrantView> grants, @Nullable String next) {}

    /** Which part of a list. {@code ended} asks for revoked and expired grants as well. */
    record Part(boolean ended, @Nullable String after, int limit) {
        long afterId() {
            try {
                return after == null ? 0 : Long.parseLong(after);
            } catch (NumberFormatException e) {
                throw new Invalid("The cursor in `after` is none that this registry gave.");
            }
        }
    }

    /** Grants that concern a package, those on its namespace among them; or all in a namespace where {@code name} is null. */
    @Transactional
    Grants ofScope(Principal caller, String namespace, @Nullable String name, Part part) {
        Scope scope = findScope.seen(caller, namespace, name);
        return grants(
                lists.ofScope(
                        scope.namespace().id(),
                        scope.packageId(),
                        part.ended(),
                        clock.instant(),
                        part.afterId(),
                        part.limit() + 1),
                part);
    }

    /** Live grants to a principal: to oneself, and for administrators and auditors to anybody. */
    @Transactional
    Grants ofPrincipal(Principal caller, @Nullable String principal, Part part) {
        String asked = principal == null ? caller.name() : principal;
        boolean self = asked.equals(caller.name());
        if (!self && !caller.admin() && !caller.auditor()) {
            throw new Forbidden("You may list your own grants. Those of others are for administrators and auditors.");
        }
        Principals.Named who = principals.find(self ? "account:" + asked : asked);
        return grants(lists.ofPrincipal(who.key(), clock.instant(), part.afterId(), part.limit() + 1), part);
    }

    private static Grants grants(List<GrantRow> rows, Part part) {
        List<GrantView> shown =
                rows.stream().limit(part.limit()).map(GrantView::of).toList();
        return new Grants(shown, rows.size() > part.limit() ? shown.getLast().grant() : null);
    }
}
