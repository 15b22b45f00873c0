package dev.bale.registry.api.signin;

import dev.bale.registry.api.accounts.AccountsConfig;
import dev.bale.registry.api.accounts.SessionTokens;
import dev.bale.registry.api.accounts.SessionView;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.LoginNotReady;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.BrowserSessionRepository;
import dev.bale.registry.db.accounts.DeviceLoginRepository;
import dev.bale.registry.db.accounts.DeviceLoginRow;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Hands a waiting program its session, once somebody confirmed its code. */
@ApplicationScoped
class CollectDeviceLogin {
    private final AccountsConfig config;
    private final DeviceLoginRepository logins;
    private final BrowserSessionRepository browserSessions;
    private final SessionRepository sessions;
    private final SessionTokens tokens;
    private final RecordEvent recordEvent;
    private final Clock clock;

    CollectDeviceLogin(
            AccountsConfig config,
            DeviceLoginRepository logins,
            BrowserSessionRepository browserSessions,
            SessionRepository sessions,
            SessionTokens tokens,
            RecordEvent recordEvent,
            Clock clock) {
        this.config = config;
        this.logins = logins;
        this.browserSessions = browserSessions;
        this.sessions = sessions;
        this.tokens = tokens;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * The session, which belongs to whoever confirmed and rests on the browser's sign-in.
     *
     * @throws LoginNotReady while nobody confirmed, after a denial or an expiry, and when asked too often
     */
    @Transactional(dontRollbackOn = LoginNotReady.class)
    SessionView collect(String deviceCode) {
        Instant now = clock.instant();
        DeviceLoginRow login = logins.lock(SecretText.hash(deviceCode)).orElseThrow(LoginNotReady::expired);
        if (login.expiresAt().isBefore(now)) {
            throw LoginNotReady.expired();
        }
        return switch (login.state()) {
            case "pending" -> throw pending(login, now);
            case "confirmed" -> open(login, now);
            case "denied" -> throw LoginNotReady.denied();
            default -> throw LoginNotReady.expired();
        };
    }

    private LoginNotReady pending(DeviceLoginRow login, Instant now) {
        Instant polled = login.polledAt();
        boolean tooSoon =
                polled != null && polled.plus(OpenDeviceLogin.INTERVAL).isAfter(now);
        logins.polled(login.id(), now);
        return tooSoon ? LoginNotReady.tooSoon() : LoginNotReady.pending();
    }

    /** The browser that confirmed may have been signed out meanwhile, or its account disabled: then nobody vouches. */
    private SessionView open(DeviceLoginRow login, Instant now) {
        UUID browser = Objects.requireNonNull(login.browser());
        AccountRow account = sessions.live(browser, now).orElseThrow(LoginNotReady::denied);
        UUID session = UUID.randomUUID();
        Instant expiresAt = browserSessions.openForProgram(
                session, browser, login.client(), login.address(), now, now.plus(config.sessionTtl()));
        logins.collected(login.id());
        recordEvent.record(
                Event.of("sign-in").by(AdmitPerson.principal(account, session)).detail("{\"by\":\"device-login\"}"));
        return tokens.next(session, account, now, expiresAt);
    }
}
