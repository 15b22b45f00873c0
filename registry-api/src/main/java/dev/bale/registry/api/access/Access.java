package dev.bale.registry.api.access;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Until grants exist the rule is: an administrator may read and write everything, everybody else what lies in the
 * namespace of his own account. What the caller may not read does not exist for him.
 */
@ApplicationScoped
public class Access {
    private final PackageRepository packages;
    private final AccountRepository accounts;

    Access(PackageRepository packages, AccountRepository accounts) {
        this.packages = packages;
        this.accounts = accounts;
    }

    /**
     * The package, when it has a version and the principal may read it.
     *
     * @throws NotFound for an unknown and an invisible package alike
     */
    public PackageRow readable(Principal principal, String namespace, String name) {
        return packages.named(namespace, name)
                .filter(_ -> principal.limits().covers(namespace, name))
                .filter(found -> found.headLogId() != null)
                .filter(found -> mayRead(principal, found))
                .orElseThrow(() -> NotFound.ofPackage(namespace + "/" + name));
    }

    /** Like {@link #readable}, for whoever means to change the package. */
    public PackageRow writable(Principal principal, String namespace, String name) {
        PackageRow found = readable(principal, namespace, name);
        if (!mayWrite(principal, found.ownerAccountId())) {
            throw new Forbidden("You may read " + found.fullName() + " but not change it. Ask its owner.");
        }
        return found;
    }

    /** Whether the principal may read the package. */
    public boolean mayRead(Principal principal, PackageRow found) {
        return mayWrite(principal, found.ownerAccountId());
    }

    /** Whether the principal may publish in the namespace. */
    public boolean mayWrite(Principal principal, NamespaceRow namespace) {
        return mayWrite(principal, namespace.accountId());
    }

    private static boolean mayWrite(Principal principal, @Nullable Long ownerAccountId) {
        return principal.admin() || Objects.equals(ownerAccountId, principal.accountId());
    }

    /** For queries over many packages: the account whose namespaces count, or null where all do. */
    public @Nullable Long readerFilter(Principal principal) {
        return principal.admin() ? null : principal.accountId();
    }

    /** The grant by which access was given, for the audit trail. */
    public String grantOf(Principal principal) {
        return principal.admin() ? "registry-admin" : "own-namespace";
    }

    /**
     * Holds the account's state until the running transaction ends: whoever disables it waits, and what began before cannot commit after.
     *
     * @throws Unauthenticated when it is disabled by now
     */
    public void holdEnabled(Principal principal) {
        if (!accounts.lockEnabled(principal.accountId())) {
            throw new Unauthenticated("This account is disabled. Ask an administrator.", false);
        }
    }
}
