package dev.bale.registry.api.grants;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** The way to a namespace or package whose grants are concerned: owners may change and see them, auditors may see them. */
@ApplicationScoped
class FindScope {
    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final Access access;

    FindScope(NamespaceRepository namespaces, PackageRepository packages, Access access) {
        this.namespaces = namespaces;
        this.packages = packages;
        this.access = access;
    }

    /** Where a grant is good, and what the caller may do there. */
    record Scope(NamespaceRow namespace, @Nullable PackageRow inPackage, Decision decision) {
        @Nullable Long packageId() {
            return inPackage == null ? null : inPackage.id();
        }

        String sortKey() {
            return namespace.name() + " " + (inPackage == null ? "" : inPackage.name());
        }

        String text() {
            return inPackage == null ? namespace.name() + "/" : inPackage.fullName();
        }
    }

    /** For whoever means to see grants: an owner, an administrator or an auditor. */
    @Transactional
    public Scope seen(Principal principal, String namespace, @Nullable String name) {
        if (principal.auditor() && principal.limits().mayRead()) {
            Scope scope = any(namespace, name, Decision.NO);
            return new Scope(
                    scope.namespace(), scope.inPackage(), access.of(principal, scope.namespace(), Action.READ));
        }
        return owned(principal, namespace, name, false);
    }

    /**
     * For whoever means to change grants, under the locks of {@link Access#holdReadable}. The namespace comes first: two owners who each hold the
     * grant that the other wants to lock would wait for each other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Scope held(Principal principal, String namespace, @Nullable String name) {
        String place = name == null
                ? namespace
                : packages.named(namespace, name).map(PackageRow::namespace).orElse(namespace);
        namespaces.lock(place);
        return owned(principal, namespace, name, true);
    }

    private Scope owned(Principal principal, String namespace, @Nullable String name, boolean hold) {
        if (name != null) {
            PackageName checked = new PackageName(namespace, name);
            Access.Allowed allowed = hold
                    ? access.holdFor(principal, checked.namespace(), checked.name(), Action.ADMINISTER)
                    : access.allowedTo(principal, checked.namespace(), checked.name(), Action.ADMINISTER);
            PackageRow inPackage = allowed.inPackage();
            return new Scope(namespaces.named(inPackage.namespace()).orElseThrow(), inPackage, allowed.decision());
        }
        NamespaceRow found = namespaces.named(namespace).orElseThrow(() -> unknown(namespace));
        Decision decision = hold
                ? access.hold(principal, found, Action.ADMINISTER)
                : access.of(principal, found, Action.ADMINISTER);
        if (!decision.allowed()) {
            if (access.of(principal, found, Action.READ).allowed()) {
                throw new Forbidden("Only owners of " + found.name() + "/ may do this.");
            }
            throw unknown(namespace);
        }
        return new Scope(found, null, decision);
    }

    private Scope any(String namespace, @Nullable String name, Decision decision) {
        if (name == null) {
            return new Scope(namespaces.named(namespace).orElseThrow(() -> unknown(namespace)), null, decision);
        }
        PackageName checked = new PackageName(namespace, name);
        PackageRow inPackage = packages.named(checked.namespace(), checked.name())
                .filter(found -> found.headLogId() != null)
                .orElseThrow(() -> NotFound.ofPackage(namespace + "/" + name));
        return new Scope(namespaces.named(inPackage.namespace()).orElseThrow(), inPackage, decision);
    }

    private static NotFound unknown(String namespace) {
        return NotFound.ofInvisible("There is no namespace " + namespace + " whose grants you may see.");
    }
}
