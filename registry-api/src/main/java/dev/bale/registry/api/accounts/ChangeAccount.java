package dev.bale.registry.api.accounts;

import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disables and enables accounts, and makes administrators and auditors. */
@ApplicationScoped
public class ChangeAccount {
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final Clock clock;

    ChangeAccount(
            AccountRepository accounts,
            SessionRepository sessions,
            RecordEvent recordEvent,
            RegistryConfig config,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /** What to change; null stays as it is. */
    public record Change(
            @Nullable Boolean disabled,
            @Nullable Boolean admin,
            @Nullable Boolean auditor) {}

    /**
     * Changes an account. Disabling ends its sessions and revokes its tokens: no request that begins after the answer is accepted, and
     * none that began before can still commit. Enabling it again brings none of them back.
     *
     * @throws NotFound when there is none of that name
     * @throws Conflict when nobody would be left to administer the registry
     */
    @Transactional
    public AccountView change(String name, Change change) {
        List<Long> admins = accounts.lockAdmins();
        AccountRow before = accounts.detailsOf(name)
                .orElseThrow(() -> ListAccounts.unknown(name))
                .account();
        boolean disabled = change.disabled() == null ? before.disabledAt() != null : change.disabled();
        boolean admin = change.admin() == null ? before.admin() : change.admin();
        boolean auditor = change.auditor() == null ? before.auditor() : change.auditor();
        if (before.kind().equals("service") && (admin || auditor)) {
            throw new Invalid("A service account can be neither administrator nor auditor.");
        }
        if ((disabled || !admin) && admins.equals(List.of(before.id()))) {
            throw Conflict.lastAdmin(name + " is the last administrator who can sign in. Make another one first:"
                    + " `bale account set NAME --admin`.");
        }
        Instant now = clock.instant();
        Instant disabledAt = disabled ? (before.disabledAt() == null ? now : before.disabledAt()) : null;
        accounts.change(before.id(), admin, auditor, disabledAt);
        int ended = disabled ? sessions.endAll(before.id(), now) : 0;
        int revoked = disabled ? sessions.revokeTokens(before.id(), now) : 0;
        recordEvent.record(Event.of("account-change")
                .detail(("{\"account\":%d,\"disabled\":%b,\"admin\":%b,\"auditor\":%b,\"sessions_ended\":%d,"
                                + "\"tokens_revoked\":%d}")
                        .formatted(before.id(), disabled, admin, auditor, ended, revoked)));
        AccountView changed = AccountView.of(accounts.detailsOf(name).orElseThrow());
        // Disabling waited for whatever was being handed out, so the clock is read again.
        return disabled ? changed.withUrlsUntil(clock.instant().plus(config.urlTtl())) : changed;
    }
}
