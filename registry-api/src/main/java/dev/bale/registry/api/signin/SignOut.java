package dev.bale.registry.api.signin;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.bale.registry.api.accounts.SecretBox;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.registry.PublicUrl;
import dev.bale.registry.api.signin.Provider.Discovered;
import dev.bale.registry.db.accounts.BrowserRow;
import dev.bale.registry.db.accounts.BrowserSessionRepository;
import dev.bale.registry.db.accounts.BrowserSessionRepository.LogoutRow;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs a browser out, here and then at its provider. */
@ApplicationScoped
class SignOut {
    /** Where the provider may send browsers back to; registered there. */
    static final String SIGNED_OUT = "/signed-out";

    private final BrowserSessionRepository browserSessions;
    private final SessionRepository sessions;
    private final Providers providers;
    private final PublicUrl publicUrl;
    private final SecretBox box;
    private final RecordEvent recordEvent;
    private final Clock clock;

    SignOut(
            BrowserSessionRepository browserSessions,
            SessionRepository sessions,
            Providers providers,
            PublicUrl publicUrl,
            SecretBox box,
            RecordEvent recordEvent,
            Clock clock) {
        this.browserSessions = browserSessions;
        this.sessions = sessions;
        this.providers = providers;
        this.publicUrl = publicUrl;
        this.box = box;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Ends the cookie's session, if it lives; answers where to go at the provider, where there is such a place. */
    @Transactional
    Optional<URI> end(@Nullable String cookie) {
        if (cookie == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        BrowserRow session =
                browserSessions.byCookie(SecretText.hash(cookie), now).orElse(null);
        if (session == null) {
            return Optional.empty();
        }
        sessions.end(session.session(), now);
        recordEvent.record(Event.of("sign-out").by(AdmitPerson.principal(session.account(), session.session())));
        return browserSessions.logoutOf(session.session()).flatMap(this::atProvider);
    }

    /** The origin that a page with a button to sign out must be allowed to end up at. */
    Optional<String> origin(@Nullable String issuer) {
        return Optional.ofNullable(issuer)
                .flatMap(this::endpoint)
                .map(uri -> uri.getScheme() + "://" + uri.getAuthority());
    }

    private Optional<URI> atProvider(LogoutRow row) {
        return endpoint(row.issuer())
                .map(endpoint -> new LogoutRequest(
                                endpoint,
                                idToken(row),
                                null,
                                providers
                                        .ofIssuer(row.issuer())
                                        .map(provider ->
                                                new ClientID(provider.config().clientId()))
                                        .orElse(null),
                                URI.create(publicUrl.origin().orElseThrow() + SIGNED_OUT),
                                null,
                                null)
                        .toURI());
    }

    /** From what is known already: nobody waits for a provider in order to leave. */
    private Optional<URI> endpoint(String issuer) {
        return providers
                .ofIssuer(issuer)
                .map(Provider::known)
                .map(Discovered::metadata)
                .map(metadata -> metadata.getEndSessionEndpointURI())
                .filter(Provider::isProtected);
    }

    private @Nullable JWT idToken(LogoutRow row) {
        try {
            byte[] sealed = row.idToken();
            byte[] token = sealed == null
                    ? null
                    : box.open(OpenBrowserSession.PURPOSE, sealed).orElse(null);
            return token == null ? null : JWTParser.parse(new String(token, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            return null;
        }
    }
}
