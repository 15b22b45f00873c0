package dev.bale.registry.api.packages;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.stores.InPlaceRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives a package another name, or another namespace. References by the old one go on working, and nobody else can take it. Grants on the
 * package go along; those on the namespace it leaves no longer count for it, and those of the one it comes to do.
 */
@ApplicationScoped
public class MovePackage {
    private final Access access;
    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final InPlaceRepository inPlace;
    private final GrantRepository grants;
    private final Quotas quotas;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final Clock clock;

    MovePackage(
            Access access,
            NamespaceRepository namespaces,
            PackageRepository packages,
            InPlaceRepository inPlace,
            GrantRepository grants,
            Quotas quotas,
            RecordEvent recordEvent,
            RegistryConfig config,
            Clock clock) {
        this.access = access;
        this.namespaces = namespaces;
        this.packages = packages;
        this.inPlace = inPlace;
        this.grants = grants;
        this.quotas = quotas;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /** Where a package is now, and until when URLs may live that were handed out by grants that no longer count for it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Moved(
            @JsonProperty("package") String inPackage,
            String was,
            @Nullable Instant urlsExpireAt) {}

    /**
     * Gives it another name in its namespace.
     *
     * @throws Conflict when another package has the name, or had it and is still found by it
     */
    @Transactional
    Moved rename(Principal principal, String namespace, String name, String newName) {
        PackageRow seen = readable(principal, namespace, name);
        return move(principal, seen, seen.namespaceId(), new To(namespace, newName));
    }

    /**
     * Gives it another namespace, in which the caller may publish.
     *
     * @throws NotFound when there is none such
     * @throws Conflict when a package there has its name, or had it; or when its data cannot go there
     */
    @Transactional
    Moved transfer(Principal principal, String namespace, String name, String target) {
        PackageRow seen = readable(principal, namespace, name);
        NamespaceRow to = namespaces.named(target).orElseThrow(() -> noTarget(target));
        return move(principal, seen, to.id(), new To(target, null));
    }

    /** Where to, in the words of the request; {@code name} is null for the one it has. */
    private record To(String namespace, @Nullable String name) {}

    private PackageRow readable(Principal principal, String namespace, String name) {
        PackageName checked = new PackageName(namespace, name);
        return access.readable(principal, checked.namespace(), checked.name()).inPackage();
    }

    /**
     * Namespaces first, in the order of their ids, then the package, then what the right rests on: whoever holds the package by a hand-out
     * or a grant never waits for a namespace.
     */
    private Moved move(Principal principal, PackageRow seen, long target, To asked) {
        Map<Long, NamespaceRow> locked = namespaces.lockAll(List.of(seen.namespaceId(), target));
        PackageRow before = packages.lockToMove(seen.id());
        if (before.namespaceId() != seen.namespaceId() || !before.name().equals(seen.name())) {
            throw new Unavailable("Somebody else just moved " + seen.fullName() + ". Try again.", false);
        }
        Access.Allowed allowed = access.holdFor(principal, before.namespace(), before.name(), Action.ADMINISTER);
        NamespaceRow to = Objects.requireNonNull(locked.get(target));
        PackageName after = new PackageName(to.name(), asked.name() == null ? before.name() : asked.name());
        if (after.toString().equals(before.fullName())) {
            return new Moved(after.toString(), after.toString(), null);
        }
        boolean leaves = to.id() != before.namespaceId();
        if (leaves) {
            checkTarget(principal, before, to, asked.namespace());
        } else if (!principal.limits().covers(after.namespace(), after.name())) {
            throw new Forbidden("This token is not good for " + after + ".");
        }
        if (leaves) {
            quotas.moved(before.namespaceId(), to.id(), to.name());
        }
        Instant now = clock.instant();
        if (!packages.move(before, to, after.name(), now)) {
            throw Conflict.nameTaken("A package has the name " + after + ", or had it and is still found by it."
                    + " Choose another, or remove the redirect there.");
        }
        grants.followPackage(before.id());
        recordEvent.record(Event.of("package")
                .in(before.id(), allowed.decision().note())
                .detail("{\"change\":\"%s\",\"from_namespace\":%d,\"from\":\"%s\",\"to_namespace\":%d,\"to\":\"%s\"}"
                        .formatted(
                                leaves ? "transferred" : "renamed",
                                before.namespaceId(),
                                before.name(),
                                to.id(),
                                after.name())));
        return new Moved(
                after.toString(), before.fullName(), leaves ? clock.instant().plus(config.urlTtl()) : null);
    }

    private void checkTarget(Principal principal, PackageRow before, NamespaceRow to, String asked) {
        if (!access.holdMayPublish(principal, to, null, before.name()).allowed()) {
            throw noTarget(asked);
        }
        if (to.storeId() != before.storeId()) {
            throw Conflict.cannotMove("The data of " + to.name() + " lies in another store than that of "
                    + before.namespace() + ", and stays where it is. Install the package and push it to " + to.name()
                    + ".");
        }
        if (inPlace.anyFor(before.id())) {
            throw Conflict.cannotMove(
                    "The namespace " + before.namespace()
                            + " publishes data in place, which an administrator allowed to it alone: its packages cannot leave it.");
        }
    }

    private static NotFound noTarget(String namespace) {
        return NotFound.ofInvisible("There is no namespace " + namespace + " in which you may publish.");
    }
}
