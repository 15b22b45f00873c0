package dev.bale.registry.api.exchange;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.bale.registry.api.problems.RegistryException.TokenRefused;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Checks that a workload's token is its issuer's, for this registry, and valid now. Asks the issuer for its keys where they are not known yet. */
@ApplicationScoped
class VerifySubjectToken {
    private static final Logger LOG = Logger.getLogger(VerifySubjectToken.class);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int LONGEST_ID = 200;
    private static final String NOT_TRUSTED =
            "The subject token is not one that this registry takes: its issuer, audience, signature, type or times are others.";

    private final TrustedIssuers issuers;
    private final Clock clock;

    VerifySubjectToken(TrustedIssuers issuers, Clock clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    /** A token that is what it says; {@code id} is there where the issuer's tokens are taken once. */
    record Verified(TrustedIssuer issuer, JWTClaimsSet claims, Optional<String> id) {}

    /**
     * Verifies.
     *
     * @throws TokenRefused when it is not
     * @throws Unavailable when the issuer's keys are not known and cannot be read now
     */
    Verified verify(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            TrustedIssuer issuer = Optional.ofNullable(parsed.getJWTClaimsSet().getIssuer())
                    .flatMap(issuers::named)
                    .orElseThrow(() -> TokenRefused.invalidGrant(NOT_TRUSTED));
            JWTClaimsSet claims = issuer.processor().process(parsed, null);
            checkLife(issuer, claims);
            return new Verified(issuer, claims, issuer.singleUse() ? Optional.of(id(claims)) : Optional.empty());
        } catch (ParseException e) {
            throw TokenRefused.invalidGrant("The subject token is no signed JWT.");
        } catch (ExpiredJWTException e) {
            throw TokenRefused.invalidGrant("The subject token has expired. Ask your platform for a fresh one.");
        } catch (KeySourceException e) {
            LOG.warnf("the keys of an issuer cannot be read reason=%s", reason(e));
            throw new Unavailable("The keys of the token's issuer cannot be read now. Try again in a moment.", false);
        } catch (BadJOSEException | JOSEException e) {
            throw TokenRefused.invalidGrant(NOT_TRUSTED);
        }
    }

    private void checkLife(TrustedIssuer issuer, JWTClaimsSet claims) {
        Instant issued = claims.getIssueTime().toInstant();
        Instant expires = claims.getExpirationTime().toInstant();
        if (issued.isAfter(clock.instant().plus(SKEW))) {
            throw TokenRefused.invalidGrant(NOT_TRUSTED);
        }
        if (Duration.between(issued, expires).compareTo(issuer.longestLifetime()) > 0) {
            throw TokenRefused.invalidGrant("The subject token was given a longer life than the "
                    + issuer.longestLifetime().toHours() + " h that this registry takes. Ask for a shorter one.");
        }
    }

    private static String id(JWTClaimsSet claims) {
        String id = claims.getJWTID();
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0) {
            throw TokenRefused.invalidGrant(
                    "The subject token has no usable id (`jti`), by which it could be taken once.");
        }
        return id;
    }

    /** The words of the causes, which name addresses and no token. */
    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }
}
