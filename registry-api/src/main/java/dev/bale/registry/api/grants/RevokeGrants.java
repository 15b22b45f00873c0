package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.grants.FindScope.Scope;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.access.GrantListRepository;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.GrantRepository.Revocable;
import dev.bale.registry.db.access.GrantRow;
import dev.bale.registry.db.access.PrincipalKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Revokes grants. From the answer on no request is allowed by them, and nothing that began before can commit; the answer says until when
 * URLs live that were handed out already.
 */
@ApplicationScoped
class RevokeGrants {
    private static final int AT_ONCE = 50_000;
    private static final int SHOWN = 100;

    private final FindScope findScope;
    private final Principals principals;
    private final GrantRepository grants;
    private final GrantListRepository lists;
    private final KeepOwner keepOwner;
    private final ExplainAccess explainAccess;
    private final UrlsAlive urlsAlive;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    RevokeGrants(
            FindScope findScope,
            Principals principals,
            GrantRepository grants,
            GrantListRepository lists,
            KeepOwner keepOwner,
            ExplainAccess explainAccess,
            UrlsAlive urlsAlive,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.findScope = findScope;
        this.principals = principals;
        this.grants = grants;
        this.lists = lists;
        this.keepOwner = keepOwner;
        this.explainAccess = explainAccess;
        this.urlsAlive = urlsAlive;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Which grants to revoke: a principal's, a namespace's or package's, or both. */
    record Selection(
            @Nullable String principal,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable Boolean leaveOwnerless) {}

    /**
     * What was revoked. {@code urlsExpireAt} is the latest expiry among URLs that were handed out already, absent when none is alive;
     * {@code stillBy} are grants by which the account may still read the same; {@code more} says that there were too many for one go.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Revoked(
            int revoked,
            List<String> grants,
            @Nullable Instant urlsExpireAt,
            @Nullable List<GrantView> stillBy,
            @Nullable Boolean more) {}

    /**
     * Revokes one grant; also one's own. Repeatable.
     *
     * @throws Conflict when the namespace would be left without an owner
     */
    @Transactional
    Revoked one(Principal caller, String grant) {
        GrantRow row = id(grant).flatMap(lists::one).orElseThrow(() -> unknown(grant));
        String byGrant = own(caller, row)
                ? held(caller)
                : scope(caller, row, grant).decision().note();
        Instant now = clock.instant();
        keepOwner.check(row.namespace(), keepOwner.lock(row.namespaceId()), List.of(row.id()));
        if (grants.revoke(List.of(row.id()), caller.accountId(), now) == 1) {
            recordEvent.record(Event.of("revoke").in(row.packageId(), byGrant).detail("{\"grant\":" + row.id() + "}"));
        }
        PrincipalKey principal = explainAccess.key(row);
        return new Revoked(
                1,
                List.of(grant),
                urlsAlive.of(principal, row.namespaceId(), row.packageId()).orElse(null),
                principal.accountId() == null ? null : explainAccess.still(principal.accountId(), row),
                null);
    }

    private static Optional<Long> id(String grant) {
        try {
            return Optional.of(Long.valueOf(grant));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean own(Principal caller, GrantRow row) {
        return row.principalKind().equals("account") && caller.name().equals(row.principalName());
    }

    private String held(Principal caller) {
        access.holdEnabled(caller);
        return "own";
    }

    private Scope scope(Principal caller, GrantRow row, String grant) {
        try {
            return findScope.held(caller, row.namespace(), row.packageName());
        } catch (NotFound | Forbidden e) {
            throw unknown(grant);
        }
    }

    private static NotFound unknown(String grant) {
        return NotFound.ofInvisible("There is no grant " + grant + " that you may revoke.");
    }

    /**
     * Revokes many at once: all of a principal, all of a namespace or package but its owners', or those of a principal there.
     *
     * @throws Invalid when neither is named
     * @throws Conflict when a namespace would be left without an owner, unless an administrator said that it may
     */
    @Transactional
    Revoked many(Principal caller, Selection selection) {
        if (selection.principal() == null && selection.namespace() == null) {
            throw new Invalid("Say whose grants to revoke, or in which namespace.");
        }
        if (selection.name() != null && selection.namespace() == null) {
            throw new Invalid("A package is in a namespace: send `namespace` with `name`.");
        }
        @Nullable Scope scope = selection.namespace() == null
                ? everywhere(caller)
                : findScope.held(caller, selection.namespace(), selection.name());
        PrincipalKey principal = selection.principal() == null
                ? null
                : principals.find(selection.principal()).key();
        Long namespaceId = scope == null ? null : scope.namespace().id();
        Long packageId = scope == null ? null : scope.packageId();
        List<Revocable> found = grants.revocable(principal, namespaceId, packageId, AT_ONCE + 1);
        List<Revocable> taken = found.stream().limit(AT_ONCE).toList();
        keepOwners(caller, taken, Boolean.TRUE.equals(selection.leaveOwnerless()));
        List<Long> ids = taken.stream().map(Revocable::id).toList();
        int revoked = grants.revoke(ids, caller.accountId(), clock.instant());
        if (revoked > 0) {
            recordEvent.record(Event.of("revoke")
                    .in(
                            packageId,
                            scope == null ? "registry-admin" : scope.decision().note())
                    .detail("{\"grants\":[" + ids.stream().map(String::valueOf).collect(Collectors.joining(","))
                            + "]}"));
        }
        return new Revoked(
                revoked,
                ids.stream().limit(SHOWN).map(String::valueOf).toList(),
                urlsAlive.of(principal, namespaceId, packageId).orElse(null),
                null,
                found.size() > AT_ONCE ? true : null);
    }

    private @Nullable Scope everywhere(Principal caller) {
        access.holdEnabled(caller);
        if (!caller.admin()) {
            throw new Forbidden("Only administrators revoke everywhere at once. Name a namespace that you own.");
        }
        return null;
    }

    private void keepOwners(Principal caller, List<Revocable> leaving, boolean leaveOwnerless) {
        Map<Long, List<Revocable>> byNamespace = new TreeMap<>(
                leaving.stream().filter(Revocable::keeps).collect(Collectors.groupingBy(Revocable::namespaceId)));
        if (leaveOwnerless && !caller.admin()) {
            throw new Forbidden("Only administrators may leave a namespace without an owner.");
        }
        byNamespace.forEach((namespace, gone) -> {
            List<Long> owners = keepOwner.lock(namespace);
            if (!leaveOwnerless) {
                keepOwner.check(
                        gone.getFirst().namespace(),
                        owners,
                        gone.stream().map(Revocable::id).toList());
            }
        });
    }
}
