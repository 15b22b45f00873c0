package dev.bale.registry.api.access;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.access.AppliedGrant;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with packages and namespaces: finds the grants that concern a caller and asks {@link Policy}. A token narrows what its
 * account may do. What the caller may not read does not exist for him.
 */
@ApplicationScoped
public class Access {
    private final PackageRepository packages;
    private final GrantRepository grants;
    private final MembershipRepository memberships;
    private final HoldCredential holdCredential;
    private final AccessConfig config;
    private final Clock clock;

    Access(
            PackageRepository packages,
            GrantRepository grants,
            MembershipRepository memberships,
            HoldCredential holdCredential,
            AccessConfig config,
            Clock clock) {
        this.packages = packages;
        this.grants = grants;
        this.memberships = memberships;
        this.holdCredential = holdCredential;
        this.config = config;
        this.clock = clock;
    }

    /** A package with what the caller may do with it. */
    public record Allowed(PackageRow inPackage, Decision decision) {
        /** What of it he may read. */
        public View view() {
            return decision.view();
        }
    }

    /**
     * The package, when it has a version and the principal may read some of it.
     *
     * @throws NotFound for an unknown and an invisible package alike
     */
    public Allowed readable(Principal principal, String namespace, String name) {
        Optional<PackageRow> there = packages.named(namespace, name).filter(found -> found.headLogId() != null);
        return there.map(found -> new Allowed(found, decide(principal, found, Action.READ)))
                .filter(found -> found.decision().allowed())
                .orElseThrow(() -> invisible(principal, there, namespace, name));
    }

    /**
     * Like {@link #readable}, under locks that hold off until the running transaction ends whoever wants to disable the account, end its session,
     * revoke its token or its grants, end its memberships or move the package: what began before cannot commit after.
     */
    public Allowed holdReadable(Principal principal, String namespace, String name) {
        holdEnabled(principal);
        Optional<PackageRow> there = packages.named(namespace, name)
                .flatMap(found -> packages.hold(found.id()))
                .filter(found -> found.headLogId() != null);
        return there.map(found -> new Allowed(found, holdAndDecide(principal, found, Action.READ)))
                .filter(found -> found.decision().allowed())
                .orElseThrow(() -> invisible(principal, there, namespace, name));
    }

    /** Like {@link #holdReadable}, for whoever means to change the package. */
    public Allowed holdFor(Principal principal, String namespace, String name, Action action) {
        return require(principal, holdReadable(principal, namespace, name), action, true);
    }

    /** Like {@link #readable}, for whoever needs more than to read. */
    public Allowed allowedTo(Principal principal, String namespace, String name, Action action) {
        return require(principal, readable(principal, namespace, name), action, false);
    }

    private Allowed require(Principal principal, Allowed found, Action action, boolean hold) {
        Decision decision = decide(principal, Scope.of(found.inPackage()), action, hold);
        if (!decision.allowed()) {
            throw Forbidden.with(
                    found.inPackage().id(),
                    "You may read " + found.inPackage().fullName() + " but not " + action.text()
                            + " it. Ask its owner: `bale access list "
                            + found.inPackage().fullName() + "`.");
        }
        return new Allowed(found.inPackage(), decision);
    }

    /** Whether the principal may read all of the package. */
    public boolean mayReadWhole(Principal principal, PackageRow found) {
        Decision decision = decide(principal, found, Action.READ);
        return decision.allowed() && decision.view().whole();
    }

    /** Whether the principal may do that with the package. */
    public boolean may(Principal principal, PackageRow found, Action action) {
        return decide(principal, found, action).allowed();
    }

    /** Whether the principal may publish the package of that name in the namespace, whether there is one or not. */
    public Decision mayPublish(
            Principal principal, NamespaceRow namespace, @Nullable PackageRow existing, String name) {
        return mayPublish(principal, namespace, existing, name, false);
    }

    /** Like {@link #mayPublish}, under the locks of {@link #holdReadable}. */
    public Decision holdMayPublish(
            Principal principal, NamespaceRow namespace, @Nullable PackageRow existing, String name) {
        holdEnabled(principal);
        return mayPublish(principal, namespace, existing, name, true);
    }

    private Decision mayPublish(
            Principal principal, NamespaceRow namespace, @Nullable PackageRow existing, String name, boolean hold) {
        Scope scope = new Scope(namespace.id(), existing == null ? null : existing.id(), namespace.name(), name);
        return decide(principal, scope, Action.PUBLISH, hold);
    }

    /** What the principal may do with the namespace itself. */
    public Decision of(Principal principal, NamespaceRow namespace, Action action) {
        return decide(principal, new Scope(namespace.id(), null, namespace.name(), null), action, false);
    }

    /** Like {@link #of}, under the locks of {@link #holdReadable}. */
    public Decision hold(Principal principal, NamespaceRow namespace, Action action) {
        holdEnabled(principal);
        return decide(principal, new Scope(namespace.id(), null, namespace.name(), null), action, true);
    }

    private record Scope(
            long namespaceId,
            @Nullable Long packageId,
            String namespace,
            @Nullable String name) {
        static Scope of(PackageRow found) {
            return new Scope(found.namespaceId(), found.id(), found.namespace(), found.name());
        }

        boolean coveredBy(TokenLimits limits) {
            return name == null ? limits.coversAllOf(namespace) : limits.covers(namespace, name);
        }
    }

    private Decision decide(Principal principal, PackageRow found, Action action) {
        return decide(principal, Scope.of(found), action, false);
    }

    private Decision holdAndDecide(Principal principal, PackageRow found, Action action) {
        return decide(principal, Scope.of(found), action, true);
    }

    private Decision decide(Principal principal, Scope scope, Action action, boolean hold) {
        if (!action.within(principal.limits()) || !scope.coveredBy(principal.limits())) {
            return Decision.NO;
        }
        List<String> keys = keys(principal, hold);
        List<AppliedGrant> applied = hold
                ? grants.hold(keys, scope.namespaceId(), scope.packageId(), clock.instant())
                : grants.applying(keys, scope.namespaceId(), scope.packageId(), clock.instant());
        return Policy.decide(principal.admin(), applied, action);
    }

    /** Whose grants count for the principal, as in {@code access_grant.principal}. */
    private List<String> keys(Principal principal, boolean hold) {
        List<String> keys = new ArrayList<>();
        if (!principal.anonymous()) {
            keys.add("account:" + principal.accountId());
            List<Long> teams =
                    hold ? memberships.holdTeamsOf(principal.accountId()) : memberships.teamsOf(principal.accountId());
            teams.forEach(team -> keys.add("team:" + team));
            keys.add("everyone");
        }
        if (config.publicReaders()) {
            keys.add("public");
        }
        return keys;
    }

    /** For queries over many packages: which of them the principal may read. */
    public Reader readerFilter(Principal principal) {
        return new Reader(
                principal.admin() ? null : keys(principal, false),
                clock.instant(),
                principal.limits().patterns());
    }

    /**
     * Holds the state of the account and of the session or token it came with until the running transaction ends: whoever disables, ends or
     * revokes it waits, and what began before cannot commit after.
     *
     * @throws Unauthenticated when one of them is over by now
     */
    public void holdEnabled(Principal principal) {
        if (!principal.anonymous()) {
            holdCredential.hold(principal);
        }
    }

    /** Whoever did not sign in is told to, whether there is such a package or not. */
    private static RuntimeException invisible(
            Principal principal, Optional<PackageRow> there, String namespace, String name) {
        return RegistryException.invisible(
                principal.anonymous()
                        ? new Unauthenticated(
                                "This is not for the public, or it does not exist. Sign in: `bale login`.", false)
                        : NotFound.ofPackage(namespace + "/" + name),
                there.map(PackageRow::id).orElse(null));
    }
}
