package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.teams.NamespaceViews.Renamed;
import dev.bale.registry.api.teams.NamespaceViews.Transferred;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.NewGrant;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Renames namespaces and hands them to other owners. */
@ApplicationScoped
class ChangeNamespace {
    private final FindNamespace findNamespace;
    private final NamespaceRepository namespaces;
    private final AccountRepository accounts;
    private final GrantRepository grants;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final Clock clock;

    ChangeNamespace(
            FindNamespace findNamespace,
            NamespaceRepository namespaces,
            AccountRepository accounts,
            GrantRepository grants,
            RecordEvent recordEvent,
            RegistryConfig config,
            Clock clock) {
        this.findNamespace = findNamespace;
        this.namespaces = namespaces;
        this.accounts = accounts;
        this.grants = grants;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Renames a team's namespace, and the team with it. References by the old name go on working; nobody else can take it.
     *
     * @throws Invalid for a person's namespace, and for what no namespace may be called
     * @throws Conflict when the name is taken
     */
    @Transactional
    Renamed rename(Principal principal, String name, String newName) {
        NamespaceRow before = findNamespace.toChange(principal, name).namespace();
        NamespaceName.checked(newName);
        if (!before.kind().equals("team")) {
            throw new Invalid("The namespace " + before.name()
                    + " belongs to a person and has that name for good. Make a team and move the packages there:"
                    + " `bale mv`.");
        }
        if (!principal.limits().coversAllOf(newName)) {
            throw new Forbidden("This token is not good for all packages of " + newName + ".");
        }
        if (before.name().equals(newName)) {
            return new Renamed(newName, newName);
        }
        Instant now = clock.instant();
        // Before the name: whoever changes grants locks them first and looks at the namespace then.
        grants.lockInNamespace(before.id());
        if (!namespaces.rename(before, newName, now)) {
            throw Conflict.nameTaken(
                    "An account, a team or a namespace has the name " + newName + ", or had it. Choose another.");
        }
        grants.followNamespace(before.id());
        recordEvent.record(Event.of("namespace")
                .detail("{\"namespace\":%d,\"change\":\"renamed\",\"from\":\"%s\",\"to\":\"%s\"}"
                        .formatted(before.id(), before.name(), newName)));
        return new Renamed(newName, before.name());
    }

    /**
     * Makes an account or a team the one owner of the namespace; those before own it no longer.
     *
     * @throws Invalid when there is nobody of that name
     */
    @Transactional
    Transferred transfer(Principal principal, String name, String to) {
        NamespaceRow found = findNamespace.toChange(principal, name).namespace();
        PrincipalKey owner = owner(to);
        Instant now = clock.instant();
        List<Long> owners = grants.lockAllOwners(found.id());
        List<Long> before = new ArrayList<>(owners);
        grants.lockSame(owner, found.id(), null, null).ifPresent(before::add);
        grants.revoke(before, principal.accountId(), now);
        grants.add(new NewGrant(
                owner,
                Role.OWNER.text(),
                found.id(),
                null,
                null,
                found.name() + " ",
                null,
                principal.accountId(),
                now,
                null));
        recordEvent.record(Event.of("namespace")
                .detail("{\"namespace\":%d,\"change\":\"transferred\",\"to\":\"%s\"}"
                        .formatted(found.id(), owner.text())));
        return new Transferred(found.name(), to, owners.size(), clock.instant().plus(config.urlTtl()));
    }

    /** Teams and accounts never have the same name. */
    private PrincipalKey owner(String name) {
        return namespaces
                .named(name)
                .filter(NamespaceRow::team)
                .<PrincipalKey>map(team -> new PrincipalKey.Team(team.id()))
                .or(() -> accounts.named(name)
                        .filter(account -> account.disabledAt() == null)
                        .map(account -> new PrincipalKey.Account(account.id())))
                .orElseThrow(() -> new NotFound("There is no team " + name + ", and no account that may sign in."));
    }
}
