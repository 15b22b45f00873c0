package dev.bale.registry.api.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
    private static final int LONGEST_ID = 100;
    private static final int KEPT = 100;
    private static final String FOREIGN = "The access token is not one of this registry. Sign in again: `bale login`.";

    private final TokenKeys keys;
    private final Duration ttl;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    // A parser remembers its key, so each key has one.
    private final Cache<String, JWTParser> parsers =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    AccessTokens(TokenKeys keys, AccountsConfig config, Clock clock) {
        if (config.accessTokenTtl().compareTo(LONGEST) > 0) {
            throw new IllegalStateException(
                    "bale.accounts.access-token-ttl must be at most " + LONGEST.toMinutes() + " minutes");
        }
        this.keys = keys;
        this.ttl = config.accessTokenTtl();
        this.clock = clock;
    }

    /** The session that a token names, and the key that signed it. */
    record Named(UUID session, String key) {}

    Duration ttl() {
        return ttl;
    }

    /** A token of a session, signed by the key of now; in the running transaction. */
    String issue(UUID session, String account) {
        Instant now = clock.instant();
        TokenKey.Signing key = keys.signing();
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(account)
                .claim("sid", session.toString())
                .issuedAt(now)
                .expiresAt(now.plus(ttl))
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key.id())
                .sign(key.key());
    }

    /**
     * What a token names. It is signed by RS256 with a key of this registry, for this registry, and valid now.
     *
     * @throws Unauthenticated when it is not
     */
    Named sessionOf(String token) {
        String id = keyId(token);
        RSAPublicKey key = keys.verifying(id).orElseThrow(() -> new Unauthenticated(FOREIGN, false));
        try {
            JsonWebToken parsed =
                    parsers.get(id, _ -> new DefaultJWTParser(expected(key))).parse(token);
            return new Named(UUID.fromString(parsed.getClaim("sid")), id);
        } catch (ParseException e) {
            boolean expired = e.getCause() instanceof InvalidJwtException invalid
                    && invalid.hasErrorCode(ErrorCodes.EXPIRED)
                    && invalid.getErrorDetails().size() == 1;
            throw new Unauthenticated(
                    expired ? "The access token has expired. Refresh it, or sign in again: `bale login`." : FOREIGN,
                    expired);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Unauthenticated("The access token names no session. Sign in again: `bale login`.", false);
        }
    }

    private static JWTAuthContextInfo expected(RSAPublicKey key) {
        JWTAuthContextInfo expected = new JWTAuthContextInfo(key, ISSUER);
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        expected.setExpectedAudience(Set.of(AUDIENCE));
        expected.setClockSkew(0);
        return expected;
    }

    private String keyId(String token) {
        try {
            int dot = token.indexOf('.');
            JsonNode header = json.readTree(Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, dot))));
            String id = header.path("kid").asText("");
            if (id.isEmpty() || id.length() > LONGEST_ID) {
                throw new Unauthenticated(FOREIGN, false);
            }
            return id;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new Unauthenticated(FOREIGN, false);
        } catch (IOException e) {
            throw new IllegalStateException("reading bytes in memory failed", e);
        }
    }
}
