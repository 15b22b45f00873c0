package dev.bale.registry.api.signin;

import dev.bale.registry.api.accounts.SessionCheck;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.BrowserRow;
import dev.bale.registry.db.accounts.BrowserSessionRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the session that a browser's cookie names, and asks its provider where that is due. */
@ApplicationScoped
class FindBrowserSession {
    private final BrowserSessionRepository sessions;
    private final SessionCheck check;
    private final Clock clock;

    FindBrowserSession(BrowserSessionRepository sessions, SessionCheck check, Clock clock) {
        this.sessions = sessions;
        this.check = check;
        this.clock = clock;
    }

    /** The session; empty where there is none, it is over, or the provider says no. */
    Optional<BrowserRow> find(@Nullable String cookie) {
        if (cookie == null || cookie.isEmpty()) {
            return Optional.empty();
        }
        Optional<BrowserRow> found = byCookie(cookie);
        try {
            found.ifPresent(row -> check.check(row.session()));
        } catch (Unauthenticated e) {
            return Optional.empty();
        }
        return found.flatMap(_ -> byCookie(cookie));
    }

    /** Read once more after the check, which may have taken rights away. */
    private Optional<BrowserRow> byCookie(String cookie) {
        Instant now = clock.instant();
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<BrowserRow> row = sessions.byCookie(SecretText.hash(cookie), now);
            row.ifPresent(live -> sessions.used(live.session(), now));
            return row;
        });
    }
}
