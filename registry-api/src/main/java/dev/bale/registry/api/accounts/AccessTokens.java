package dev.bale.registry.api.accounts;

import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Issues and checks access tokens: short-lived JWTs that name a session. Whether the session lives is asked of the database each time. */
@ApplicationScoped
class AccessTokens {
    private static final String ISSUER = "bale";
    private static final String AUDIENCE = "bale-registry";
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final TokenKey key;
    private final JWTParser parser;
    private final Duration ttl;
    private final Clock clock;

    AccessTokens(TokenKey key, AccountsConfig config, Clock clock) {
        if (config.accessTokenTtl().compareTo(LONGEST) > 0) {
            throw new IllegalStateException(
                    "bale.accounts.access-token-ttl must be at most " + LONGEST.toMinutes() + " minutes");
        }
        this.key = key;
        this.ttl = config.accessTokenTtl();
        this.clock = clock;
        JWTAuthContextInfo expected = new JWTAuthContextInfo(key.publicKey(), ISSUER);
        expected.setExpectedAudience(Set.of(AUDIENCE));
        expected.setClockSkew(0);
        this.parser = new DefaultJWTParser(expected);
    }

    Duration ttl() {
        return ttl;
    }

    String issue(UUID session, String account) {
        Instant now = clock.instant();
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(account)
                .claim("sid", session.toString())
                .issuedAt(now)
                .expiresAt(now.plus(ttl))
                .sign(key.privateKey());
    }

    /** The session that a token names. */
    UUID sessionOf(String token) {
        try {
            JsonWebToken parsed = parser.parse(token);
            return UUID.fromString(parsed.getClaim("sid"));
        } catch (ParseException e) {
            boolean expired = e.getCause() instanceof InvalidJwtException invalid
                    && invalid.hasErrorCode(ErrorCodes.EXPIRED)
                    && invalid.getErrorDetails().size() == 1;
            throw new Unauthenticated(
                    expired
                            ? "The access token has expired. Refresh it, or sign in again: `bale login`."
                            : "The access token is not one of this registry. Sign in again: `bale login`.",
                    expired);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Unauthenticated("The access token names no session. Sign in again: `bale login`.", false);
        }
    }
}
