package dev.bale.registry.api.signin;

import dev.bale.registry.api.accounts.AccountsConfig;
import dev.bale.registry.api.accounts.SecretBox;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.signin.AskProvider.Answer;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.BrowserSessionRepository;
import dev.bale.registry.db.accounts.ProviderLinkRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens the session that a browser's cookie names. The one it had before ends, so that nobody else's stays behind a new sign-in. */
@ApplicationScoped
class OpenBrowserSession {
    /** What provider tokens are sealed for. */
    static final String PURPOSE = "provider-token";

    private final AccountsConfig config;
    private final AdmitPerson admitPerson;
    private final BrowserSessionRepository sessions;
    private final ProviderLinkRepository links;
    private final SecretBox box;
    private final RecordEvent recordEvent;
    private final Clock clock;

    OpenBrowserSession(
            AccountsConfig config,
            AdmitPerson admitPerson,
            BrowserSessionRepository sessions,
            ProviderLinkRepository links,
            SecretBox box,
            RecordEvent recordEvent,
            Clock clock) {
        this.config = config;
        this.admitPerson = admitPerson;
        this.sessions = sessions;
        this.links = links;
        this.box = box;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** A session's cookie, told once. */
    record Opened(String cookie, Duration life) {
        @Override
        public String toString() {
            return "Opened[]";
        }
    }

    /** For whom a provider vouched. */
    @Transactional
    Opened open(Provider provider, Answer answer, Browser browser, @Nullable String oldCookie) {
        Instant now = clock.instant();
        UUID session = UUID.randomUUID();
        Person person = Objects.requireNonNull(answer.person());
        AccountRow account = admitPerson.admit(provider, person, session, now);
        Duration unchecked = provider.config().uncheckedSessionTtl();
        boolean shorter = answer.refreshToken() == null && unchecked.compareTo(config.sessionTtl()) < 0;
        Opened opened = open(session, account, browser, oldCookie, shorter ? unchecked : config.sessionTtl(), now);
        links.tie(
                session,
                new ProviderLinkRepository.NewLink(
                        person.issuer(), person.session(), sealed(answer.refreshToken()), sealed(answer.idToken())),
                now);
        recordEvent.record(Event.of("sign-in")
                .by(AdmitPerson.principal(account, session))
                .detail("{\"provider\":\"" + provider.name() + "\"}"));
        return opened;
    }

    /** For a local account whose secret was checked. */
    @Transactional
    Opened open(AccountRow account, Browser browser, @Nullable String oldCookie) {
        UUID session = UUID.randomUUID();
        Opened opened = open(session, account, browser, oldCookie, config.sessionTtl(), clock.instant());
        recordEvent.record(Event.of("sign-in").by(AdmitPerson.principal(account, session)));
        return opened;
    }

    private Opened open(
            UUID session, AccountRow account, Browser browser, @Nullable String oldCookie, Duration life, Instant now) {
        if (oldCookie != null) {
            sessions.endByCookie(SecretText.hash(oldCookie), now);
        }
        String cookie = SecretText.fresh();
        sessions.open(
                session,
                account.id(),
                browser.client(),
                browser.address(),
                SecretText.hash(cookie),
                now,
                now.plus(life));
        return new Opened(cookie, life);
    }

    private byte @Nullable [] sealed(@Nullable String token) {
        return token == null ? null : box.seal(PURPOSE, token.getBytes(StandardCharsets.UTF_8));
    }
}
