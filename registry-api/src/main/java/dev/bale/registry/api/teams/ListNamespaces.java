package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.teams.NamespaceViews.Listed;
import dev.bale.registry.api.teams.NamespaceViews.Namespace;
import dev.bale.registry.api.teams.NamespaceViews.Namespaces;
import dev.bale.registry.db.packages.NamespaceListRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists namespaces, and shows one. */
@ApplicationScoped
class ListNamespaces {
    private final NamespaceListRepository lists;
    private final FindNamespace findNamespace;

    ListNamespaces(NamespaceListRepository lists, FindNamespace findNamespace) {
        this.lists = lists;
        this.findNamespace = findNamespace;
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
        return new Namespace(
                found.name(), found.kind(), lists.packages(found.id(), findNamespace.readerOfNames(principal)));
    }
}
