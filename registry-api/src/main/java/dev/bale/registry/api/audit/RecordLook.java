package dev.bale.registry.api.audit;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records that somebody was shown what concerns others: which route, and about which package, namespace or account, by number. */
@ApplicationScoped
class RecordLook {
    private final RecordOnce recordOnce;
    private final RecordEvent recordEvent;
    private final PackageRepository packages;
    private final NamespaceRepository namespaces;
    private final AccountRepository accounts;
    private final Caller caller;

    RecordLook(
            RecordOnce recordOnce,
            RecordEvent recordEvent,
            PackageRepository packages,
            NamespaceRepository namespaces,
            AccountRepository accounts,
            Caller caller) {
        this.recordOnce = recordOnce;
        this.recordEvent = recordEvent;
        this.packages = packages;
        this.namespaces = namespaces;
        this.accounts = accounts;
        this.caller = caller;
    }

    /** What was asked: {@code about} are the variables of its address, {@code principal} whom its query names, {@code by} what else narrows it. */
    record Look(
            String kind,
            String operation,
            Map<String, @Nullable String> about,
            @Nullable String principal,
            List<String> by) {}

    void record(Look look, boolean always) {
        Principal who = caller.principal();
        QuarkusTransaction.joiningExisting().run(() -> {
            Event event = event(look).by(who);
            if (always) {
                recordEvent.record(event);
            } else {
                recordOnce.record(who, event, event.packageId() + " " + event.detail());
            }
        });
    }

    private Event event(Look look) {
        Event event = Event.of(look.kind());
        StringBuilder detail =
                new StringBuilder("{\"operation\":\"").append(look.operation()).append('"');
        if (!look.by().isEmpty()) {
            detail.append(",\"by\":\"").append(String.join(",", look.by())).append('"');
        }
        String namespace = either(look.about().get("namespace"), look.about().get("team"));
        String name = look.about().get("name");
        if (namespace != null && name != null) {
            Optional<Long> found = packages.named(namespace, name).map(PackageRow::id);
            if (look.kind().equals(Recorded.AUDIT)) {
                // Whoever asks about a package does nothing in it.
                found.ifPresent(id -> detail.append(",\"package\":").append(id));
            } else {
                event = found.map(Event.of(look.kind())::inPackage).orElse(event);
            }
        } else if (namespace != null) {
            namespaces
                    .named(namespace)
                    .ifPresent(found -> detail.append(",\"namespace\":").append(found.id()));
        }
        String account = either(look.about().get("account"), look.principal());
        if (account != null) {
            accounts.named(account.startsWith("account:") ? account.substring("account:".length()) : account)
                    .ifPresent(found -> detail.append(",\"account\":").append(found.id()));
        }
        return event.detail(detail.append('}').toString());
    }

    private static @Nullable String either(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
