package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.teams.NamespaceViews.Namespace;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.QuotaRepository;
import dev.bale.registry.db.packages.QuotaRepository.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Sets what a namespace may hold, for administrators. What is there stays, however much it is. */
@ApplicationScoped
class SetQuota {
    private final FindNamespace findNamespace;
    private final ListNamespaces listNamespaces;
    private final QuotaRepository quotas;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    SetQuota(
            FindNamespace findNamespace,
            ListNamespaces listNamespaces,
            QuotaRepository quotas,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.findNamespace = findNamespace;
        this.listNamespaces = listNamespaces;
        this.quotas = quotas;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Gives it a quota of its own; null is without limit. */
    @Transactional
    Namespace set(
            Principal principal,
            String name,
            @Nullable Long bytes,
            @Nullable Long metadataBytes,
            @Nullable Long packages) {
        Limits limits = new Limits(bytes, metadataBytes, packages);
        access.holdEnabled(principal);
        NamespaceRow found = findNamespace.visible(principal, name);
        quotas.set(found.id(), limits, principal.accountId(), clock.instant());
        record(found, "\"bytes\":%d,\"metadata_bytes\":%d,\"packages\":%d".formatted(bytes, metadataBytes, packages));
        return listNamespaces.one(principal, name);
    }

    /** Lets the configured defaults hold again. */
    @Transactional
    Namespace clear(Principal principal, String name) {
        access.holdEnabled(principal);
        NamespaceRow found = findNamespace.visible(principal, name);
        quotas.clear(found.id());
        record(found, "\"default\":true");
        return listNamespaces.one(principal, name);
    }

    private void record(NamespaceRow found, String what) {
        recordEvent.record(
                Event.of("namespace").detail("{\"namespace\":%d,\"change\":\"quota\",%s}".formatted(found.id(), what)));
    }
}
