package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.teams.NamespaceViews.Listed;
import dev.bale.registry.api.teams.NamespaceViews.Namespace;
import dev.bale.registry.api.teams.NamespaceViews.Namespaces;
import dev.bale.registry.api.teams.NamespaceViews.Quota;
import dev.bale.registry.api.teams.NamespaceViews.Use;
import dev.bale.registry.db.packages.NamespaceListRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.QuotaRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists namespaces, and shows one. */
@ApplicationScoped
class ListNamespaces {
    private final NamespaceListRepository lists;
    private final FindNamespace findNamespace;
    private final Quotas quotas;
    private final QuotaRepository use;

    ListNamespaces(NamespaceListRepository lists, FindNamespace findNamespace, Quotas quotas, QuotaRepository use) {
        this.lists = lists;
        this.findNamespace = findNamespace;
        this.quotas = quotas;
        this.use = use;
    }

    /** Namespaces after the name {@code after} in which the caller may see something: all for administrators and auditors. */
    @Transactional
    Namespaces list(Principal principal, @Nullable String after, int limit) {
        List<NamespaceListRepository.Listed> found =
                lists.namespaces(after == null ? "" : after, limit + 1, findNamespace.readerOfNames(principal));
        List<Listed> shown = found.stream()
                .limit(limit)
                .map(row -> new Listed(row.name(), row.kind()))
                .toList();
        return new Namespaces(shown, found.size() > limit ? shown.getLast().name() : null);
    }

    /** @throws NotFound for an unknown and an invisible namespace alike */
    @Transactional
    Namespace one(Principal principal, String name) {
        NamespaceRow found = findNamespace.visible(principal, name);
        boolean tell = principal.admin() || findNamespace.owns(principal, found);
        return new Namespace(
                found.name(),
                found.kind(),
                lists.packages(found.id(), findNamespace.readerOfNames(principal)),
                tell ? Quota.of(quotas.limits(found.id())) : null,
                tell ? Use.of(use.use(found.id())) : null);
    }
}
