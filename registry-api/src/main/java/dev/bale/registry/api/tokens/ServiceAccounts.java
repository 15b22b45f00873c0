package dev.bale.registry.api.tokens;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.packages.NamespaceRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes and lists service accounts. Nobody signs in as one: programs come with its tokens, or with exchanged ones. Like everybody it has the
 * namespace of its name.
 */
@ApplicationScoped
public class ServiceAccounts {
    private final AccountRepository accounts;
    private final NamespaceRepository namespaces;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    ServiceAccounts(
            AccountRepository accounts,
            NamespaceRepository namespaces,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.accounts = accounts;
        this.namespaces = namespaces;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** A part of the service accounts, by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Listed(
            List<ServiceAccountView> serviceAccounts,
            @Nullable String next) {}

    /** A service account. */
    public record ServiceAccountView(String name, boolean disabled) {
        static ServiceAccountView of(AccountRow row) {
            return new ServiceAccountView(row.name(), row.disabledAt() != null);
        }
    }

    /**
     * Makes one.
     *
     * @throws Invalid for a name that no namespace may have
     * @throws Conflict when an account or a namespace has the name
     */
    @Transactional
    public ServiceAccountView make(Principal principal, String name) {
        checkName(name);
        access.holdEnabled(principal);
        if (namespaces.named(name).isPresent() || !accounts.createService(name, clock.instant())) {
            throw Conflict.nameTaken("An account or a namespace has the name " + name + " already. Choose another.");
        }
        AccountRow made = accounts.named(name).orElseThrow();
        recordEvent.record(Event.of("account-change")
                .detail("{\"account\":" + made.id() + ",\"change\":\"made\",\"kind\":\"service\"}"));
        return ServiceAccountView.of(made);
    }

    /** Those after a name. */
    @Transactional
    public Listed list(@Nullable String after, int limit) {
        List<AccountRow> rows = accounts.ofKind(FindServiceAccount.KIND, after == null ? "" : after, limit + 1);
        List<ServiceAccountView> shown =
                rows.stream().limit(limit).map(ServiceAccountView::of).toList();
        return new Listed(shown, rows.size() > limit ? shown.getLast().name() : null);
    }

    /** An account's name is its namespace's, too. */
    private static void checkName(String name) {
        try {
            new PackageName(name, "any");
        } catch (InvalidManifest e) {
            throw new Invalid("A service account is named like a namespace: " + e.getMessage() + ".");
        }
    }
}
