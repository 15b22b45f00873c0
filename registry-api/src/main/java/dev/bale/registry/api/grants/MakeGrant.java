package dev.bale.registry.api.grants;

import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.AccessConfig;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.grants.FindScope.Scope;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.access.AppliedGrant;
import dev.bale.registry.db.access.GrantListRepository;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.GrantRow;
import dev.bale.registry.db.access.NewGrant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grants a role to a principal. A principal has one grant for a scope and path: another role, expiry or note takes its place. */
@ApplicationScoped
class MakeGrant {
    private final FindScope findScope;
    private final Principals principals;
    private final GrantRepository grants;
    private final GrantListRepository lists;
    private final KeepOwner keepOwner;
    private final RecordEvent recordEvent;
    private final AccessConfig config;
    private final Clock clock;

    MakeGrant(
            FindScope findScope,
            Principals principals,
            GrantRepository grants,
            GrantListRepository lists,
            KeepOwner keepOwner,
            RecordEvent recordEvent,
            AccessConfig config,
            Clock clock) {
        this.findScope = findScope;
        this.principals = principals;
        this.grants = grants;
        this.lists = lists;
        this.keepOwner = keepOwner;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /** The grant, and whether it was made or there before. */
    record Made(GrantView grant, boolean isNew) {}

    /**
     * Grants.
     *
     * @throws Invalid for an unknown principal, a role that it cannot have, a malformed path, an expiry that is over
     * @throws Forbidden for more or longer than the caller has himself
     * @throws Conflict when the namespace would be left without an owner
     */
    @Transactional
    Made make(Principal caller, String namespace, @Nullable String name, GrantRequest request) {
        Scope scope = findScope.held(caller, namespace, name);
        Principals.Named to = principals.find(request.principal());
        Instant now = clock.instant();
        @Nullable EntryPath path = request.parsedPath();
        check(scope, to, request, path, now);
        // One after the other: two who grant the same at once, and owners who take each other's grants away.
        List<Long> owners = keepOwner.lock(scope.namespace().id());
        Optional<Long> before = grants.lockSame(
                to.key(), scope.namespace().id(), scope.packageId(), path == null ? null : path.toString());
        if (before.isPresent()) {
            GrantRow same = lists.one(before.get()).orElseThrow();
            if (isSame(same, request)) {
                return new Made(GrantView.of(same), false);
            }
            if (request.parsedRole() != Role.OWNER || request.expiresAt() != null) {
                keepOwner.check(
                        scope.namespace().name(), owners, before.stream().toList());
            }
            grants.revoke(List.of(before.get()), caller.accountId(), now);
        }
        long made = grants.add(new NewGrant(
                to.key(),
                request.parsedRole().text(),
                scope.namespace().id(),
                scope.packageId(),
                path == null ? null : path.toString(),
                scope.sortKey(),
                request.note(),
                caller.accountId(),
                now,
                request.expiresAt()));
        recordEvent.record(Event.of("grant")
                .in(scope.packageId(), scope.decision().note())
                .detail("{\"grant\":" + made
                        + before.map(id -> ",\"replaces\":" + id).orElse("") + "}"));
        return new Made(GrantView.of(lists.one(made).orElseThrow()), true);
    }

    private void check(Scope scope, Principals.Named to, GrantRequest request, @Nullable EntryPath path, Instant now) {
        if (to.key().audience() != null && request.parsedRole() != Role.READER) {
            throw new Invalid("`" + to.kind() + "` can be a reader only.");
        }
        if (to.kind().equals("public") && !config.publicReaders()) {
            throw new Invalid(
                    "This registry has no public: nobody reads without signing in. Grant to `everyone`, or ask"
                            + " whoever runs it for bale.access.public.");
        }
        if (path != null && scope.inPackage() == null) {
            throw new Invalid("A path lies in a package. Grant it on the package, not on the namespace.");
        }
        if (request.expiresAt() != null && !request.expiresAt().isAfter(now)) {
            throw new Invalid("`expires_at` is over already.");
        }
        longest(scope).ifPresent(end -> {
            if (request.expiresAt() == null || request.expiresAt().isAfter(end)) {
                throw new Forbidden(
                        "You own " + scope.text() + " until " + end + ", and cannot grant anything for longer.");
            }
        });
    }

    /** Until when the caller himself owns the scope; empty for ever. */
    private static Optional<Instant> longest(Scope scope) {
        List<AppliedGrant> owning = scope.decision().all();
        return owning.isEmpty() || owning.stream().anyMatch(grant -> grant.expiresAt() == null)
                ? Optional.empty()
                : owning.stream()
                        .map(AppliedGrant::expiresAt)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo);
    }

    private static boolean isSame(GrantRow row, GrantRequest request) {
        return row.role().equals(request.parsedRole().text())
                && Objects.equals(row.expiresAt(), request.expiresAt())
                && Objects.equals(row.note(), request.note());
    }
}
