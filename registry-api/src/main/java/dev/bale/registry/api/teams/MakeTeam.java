package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.NewGrant;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Makes a team with its namespace: who makes it owns the namespace, its members publish in it. Both are grants that can be revoked. */
@ApplicationScoped
public class MakeTeam {
    private final NamespaceRepository namespaces;
    private final GrantRepository grants;
    private final Stores stores;
    private final RecordEvent recordEvent;

    MakeTeam(NamespaceRepository namespaces, GrantRepository grants, Stores stores, RecordEvent recordEvent) {
        this.namespaces = namespaces;
        this.grants = grants;
        this.stores = stores;
        this.recordEvent = recordEvent;
    }

    /**
     * Makes it.
     *
     * @throws Conflict when an account, a team or a namespace has the name, or had it and is still found by it
     */
    @Transactional
    public NamespaceRow make(Principal principal, String name, Instant now) {
        if (!namespaces.create(name, "team", null, stores.defaultStoreId(), now)) {
            throw Conflict.nameTaken(
                    "An account, a team or a namespace has the name " + name + ", or had it. Choose another.");
        }
        NamespaceRow made = namespaces.named(name).orElseThrow();
        grant(principal, made, new PrincipalKey.Account(principal.accountId()), Role.OWNER, now);
        grant(principal, made, new PrincipalKey.Team(made.id()), Role.WRITER, now);
        recordEvent.record(Event.of("team").detail("{\"team\":" + made.id() + ",\"change\":\"made\"}"));
        return made;
    }

    private void grant(Principal by, NamespaceRow namespace, PrincipalKey to, Role role, Instant now) {
        grants.add(new NewGrant(
                to, role.text(), namespace.id(), null, null, namespace.name() + " ", null, by.accountId(), now, null));
    }
}
