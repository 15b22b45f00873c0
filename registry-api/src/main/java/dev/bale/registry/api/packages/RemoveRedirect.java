package dev.bale.registry.api.packages;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Removes the redirect that a package left: references by that name no longer work, and somebody else may take it. */
@ApplicationScoped
public class RemoveRedirect {
    private final Access access;
    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final RecordEvent recordEvent;
    private final Clock clock;

    RemoveRedirect(
            Access access,
            NamespaceRepository namespaces,
            PackageRepository packages,
            RecordEvent recordEvent,
            Clock clock) {
        this.access = access;
        this.namespaces = namespaces;
        this.packages = packages;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * For owners of the namespace where it stands.
     *
     * @throws NotFound for everybody else, and where none stands
     */
    @Transactional
    void remove(Principal principal, String namespace, String name) {
        PackageName asked = new PackageName(namespace, name);
        NamespaceRow stands = namespaces.lock(asked.namespace()).orElseThrow(() -> none(asked));
        Decision decision = access.hold(principal, stands, Action.ADMINISTER);
        if (!decision.allowed()) {
            throw none(asked);
        }
        long led = packages.removeRedirect(stands.id(), asked.name(), clock.instant())
                .orElseThrow(() -> none(asked));
        recordEvent.record(Event.of("package")
                .in(led, decision.note())
                .detail("{\"change\":\"redirect removed\",\"namespace\":%d,\"name\":\"%s\"}"
                        .formatted(stands.id(), asked.name())));
    }

    private static NotFound none(PackageName asked) {
        return NotFound.ofInvisible("No redirect stands at " + asked + ", or it is not yours to remove.");
    }
}
