package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Signs out. */
@ApplicationScoped
public class EndSession {
    private final SessionRepository sessions;
    private final RecordEvent recordEvent;
    private final Clock clock;

    EndSession(SessionRepository sessions, RecordEvent recordEvent, Clock clock) {
        this.sessions = sessions;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Ends the session that the request came with; its access tokens are refused from now on. */
    @Transactional
    public void end(Principal principal) {
        sessions.end(UUID.fromString(principal.credential().substring("session:".length())), clock.instant());
        recordEvent.record(Event.of("sign-out").by(principal));
    }
}
