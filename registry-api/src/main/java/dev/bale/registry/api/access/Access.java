package dev.bale.registry.api.access;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.ApiTokenRepository;
import dev.bale.registry.db.accounts.SessionRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Until grants exist the rule is: an administrator may read and write everything, everybody else what lies in the
 * namespace of his own account; a token narrows that further. What the caller may not read does not exist for him.
 */
@ApplicationScoped
public class Access {
    private final PackageRepository packages;
    private final SessionRepository sessions;
    private final ApiTokenRepository tokens;
    private final Clock clock;

    Access(PackageRepository packages, SessionRepository sessions, ApiTokenRepository tokens, Clock clock) {
        this.packages = packages;
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * The package, when it has a version and the principal may read it.
     *
     * @throws NotFound for an unknown and an invisible package alike
     */
    public PackageRow readable(Principal principal, String namespace, String name) {
        return packages.named(namespace, name)
                .filter(found -> found.headLogId() != null)
                .filter(found -> mayRead(principal, found))
                .orElseThrow(() -> NotFound.ofPackage(namespace + "/" + name));
    }

    /** Like {@link #readable}, for whoever means to change the package. */
    public PackageRow writable(Principal principal, String namespace, String name) {
        PackageRow found = readable(principal, namespace, name);
        if (!principal.limits().mayWrite() || !owns(principal, found.ownerAccountId())) {
            throw new Forbidden("You may read " + found.fullName() + " but not change it. Ask its owner.");
        }
        return found;
    }

    /** Whether the principal may read the package. */
    public boolean mayRead(Principal principal, PackageRow found) {
        return principal.limits().mayRead()
                && principal.limits().covers(found.namespace(), found.name())
                && owns(principal, found.ownerAccountId());
    }

    /** Whether the principal may publish the package of that name in the namespace, whether there is one or not. */
    public boolean mayPublish(Principal principal, NamespaceRow namespace, String name) {
        return principal.limits().mayWrite()
                && principal.limits().covers(namespace.name(), name)
                && owns(principal, namespace.accountId());
    }

    private static boolean owns(Principal principal, @Nullable Long ownerAccountId) {
        return principal.admin() || Objects.equals(ownerAccountId, principal.accountId());
    }

    /** For queries over many packages: which of them the principal may read. */
    public Reader readerFilter(Principal principal) {
        return new Reader(
                principal.admin() ? null : principal.accountId(),
                principal.limits().patterns());
    }

    /** The grant by which access was given, for the audit trail. */
    public String grantOf(Principal principal) {
        return principal.admin() ? "registry-admin" : "own-namespace";
    }

    /**
     * Holds the state of the account and of the session or token it came with until the running transaction ends: whoever disables, ends or
     * revokes it waits, and what began before cannot commit after.
     *
     * @throws Unauthenticated when one of them is over by now
     */
    public void holdEnabled(Principal principal) {
        Instant now = clock.instant();
        boolean held = principal
                .token()
                .map(token -> tokens.hold(principal.accountId(), token, now))
                .or(() -> principal.session().map(session -> sessions.hold(principal.accountId(), session, now)))
                .orElse(false);
        if (!held) {
            throw new Unauthenticated(
                    "This account is disabled, or the session or token you came with is over. Sign in again: `bale login`.",
                    false);
        }
    }
}
