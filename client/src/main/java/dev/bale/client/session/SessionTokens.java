package dev.bale.client.session;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.http.Tokens;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.registry.SessionGrant;
import dev.bale.client.session.Credentials.SignedIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access token of a session, renewed shortly before it dies and whenever the registry refuses it. However many
 * threads and processes ask, the refresh token is used once: whoever comes second finds the new tokens in the file.
 */
public final class SessionTokens implements Tokens {
    /** Renewed when it has no longer than this to live, so that it does not die on the way. */
    private static final Duration EARLY = Duration.ofSeconds(20);

    private final CredentialsFile file;
    private final String registry;
    private final SessionCalls anonymous;
    private final Clock clock;
    private volatile @Nullable SignedIn session;

    /** Tokens for a registry; the calls carry no token themselves. */
    public SessionTokens(CredentialsFile file, String registry, SessionCalls anonymous, Clock clock) {
        this.file = file;
        this.registry = registry;
        this.anonymous = anonymous;
        this.clock = clock;
        this.session = file.read().of(registry).orElse(null);
    }

    /** What is kept of a session that was just opened. */
    public static SignedIn signedIn(SessionGrant grant, Instant now) {
        return new SignedIn(
                grant.account(),
                grant.accessToken(),
                now.plusSeconds(grant.expiresIn()),
                grant.refreshToken(),
                grant.refreshExpiresAt());
    }

    @Override
    public Optional<String> current() {
        SignedIn known = session;
        if (known == null) {
            return Optional.empty();
        }
        if (known.accessExpiresAt().minus(EARLY).isBefore(clock.instant())) {
            renew(known.accessToken());
            known = session;
        }
        return Optional.ofNullable(known).map(SignedIn::accessToken);
    }

    @Override
    public synchronized boolean renew(String refused) {
        SignedIn known = session;
        if (known == null) {
            return false;
        }
        if (!known.accessToken().equals(refused)) {
            return true;
        }
        SignedIn renewed = file.update(credentials -> renewed(credentials, refused))
                .of(registry)
                .orElse(null);
        session = renewed;
        return renewed != null && !renewed.accessToken().equals(refused);
    }

    /** Runs while no other process may touch the file. */
    private Credentials renewed(Credentials credentials, String refused) {
        SignedIn stored = credentials.of(registry).orElse(null);
        if (stored == null || !stored.accessToken().equals(refused) || stored.refreshToken() == null) {
            return credentials;
        }
        try {
            SessionGrant grant = anonymous.refresh(stored.refreshToken());
            return credentials.with(registry, signedIn(grant, clock.instant()), false);
        } catch (RegistryProblem problem) {
            if (problem.kind() == ClientException.Kind.DENIED) {
                // The session is over. The entry stays, so that the next refusal can say who has to sign in again.
                return credentials;
            }
            throw problem;
        }
    }
}
