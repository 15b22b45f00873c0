package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Ends sessions: the caller's own by signing out or from the list, and all of an account by an administrator. */
@ApplicationScoped
public class EndSession {
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final RecordEvent recordEvent;
    private final Clock clock;

    EndSession(AccountRepository accounts, SessionRepository sessions, RecordEvent recordEvent, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Ends the session that the request came with; its access tokens are refused from now on. */
    @Transactional
    public void end(Principal principal) {
        sessions.end(principal.session().orElseThrow(), clock.instant());
        recordEvent.record(Event.of("sign-out").by(principal));
    }

    /**
     * Ends one of the caller's own sessions.
     *
     * @throws NotFound when he has no live session of that id
     */
    @Transactional
    public void one(Principal principal, UUID session) {
        if (!sessions.endOf(principal.accountId(), session, clock.instant())) {
            throw new NotFound("You have no session " + session + ". `bale session list` shows them.");
        }
        recordEvent.record(Event.of("session-end").detail("{\"session\":\"" + session + "\"}"));
    }

    /** How many sessions were ended. */
    public record Ended(int sessions) {}

    /**
     * Ends all sessions of the named account; its tokens stay.
     *
     * @throws NotFound when there is no such account
     */
    @Transactional
    public Ended all(String name) {
        long account = accounts.named(name)
                .orElseThrow(() -> ListAccounts.unknown(name))
                .id();
        int ended = sessions.endAll(account, clock.instant());
        recordEvent.record(
                Event.of("session-end").detail("{\"account\":" + account + ",\"sessions_ended\":" + ended + "}"));
        return new Ended(ended);
    }
}
