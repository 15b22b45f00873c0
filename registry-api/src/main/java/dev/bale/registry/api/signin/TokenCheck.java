package dev.bale.registry.api.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.bale.registry.api.signin.Provider.Discovered;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a token is the provider's, for this registry and of now (OpenID Connect Core 3.1.3.7). Refusals name the rule, never a value. */
final class TokenCheck {
    private final Provider provider;
    private final Instant now;

    TokenCheck(Provider provider, Instant now) {
        this.provider = provider;
        this.now = now;
    }

    /** The claims of an ID token; {@code nonce} is null at a refresh, where the provider has none to repeat. */
    JWTClaimsSet idToken(JWT token, @Nullable String nonce) {
        JWTClaimsSet claims = verified(token, Set.of(JOSEObjectType.JWT));
        common(claims);
        if (nonce != null && !nonce.equals(claims.getClaim("nonce"))) {
            throw SignInRefused.untrusted("ID token: wrong nonce");
        }
        if (claims.getSubject() == null || claims.getSubject().isEmpty()) {
            throw SignInRefused.untrusted("ID token: no subject");
        }
        return claims;
    }

    /** Signature, by a key that the provider publishes and an algorithm that it names, and the type. */
    JWTClaimsSet verified(JWT token, Set<JOSEObjectType> types) {
        if (!(token instanceof SignedJWT signed)) {
            throw SignInRefused.untrusted("token: not signed");
        }
        Discovered discovered = provider.discovered();
        if (!discovered.algorithms().contains(signed.getHeader().getAlgorithm())) {
            throw SignInRefused.untrusted("token: signed by an algorithm that is not allowed");
        }
        Set<@Nullable JOSEObjectType> orNone = new HashSet<>(types);
        orNone.add(null);
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(orNone));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(discovered.algorithms(), discovered.keys()));
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        try {
            return processor.process(signed, null);
        } catch (RateLimitReachedException e) {
            throw SignInRefused.untrusted("token: signed by an unknown key");
        } catch (KeySourceException e) {
            throw SignInRefused.down("its keys could not be read");
        } catch (BadJOSEException | JOSEException e) {
            throw SignInRefused.untrusted("token: signature, key or type not right");
        }
    }

    /** Who it is from, whom it is for, and when it is good. */
    void common(JWTClaimsSet claims) {
        String clientId = provider.config().clientId();
        if (!provider.config().issuer().equals(claims.getIssuer())) {
            throw SignInRefused.untrusted("token: from another issuer");
        }
        List<String> audience = claims.getAudience();
        Object party = claims.getClaim("azp");
        boolean forUs = audience.contains(clientId) && (party == null || party.equals(clientId));
        if (!forUs || (audience.size() > 1 && party == null)) {
            throw SignInRefused.untrusted("token: for another audience");
        }
        Instant earliest = now.minus(provider.config().clockSkew());
        Instant latest = now.plus(provider.config().clockSkew());
        Date expires = claims.getExpirationTime();
        if (expires == null || !expires.toInstant().isAfter(earliest)) {
            throw SignInRefused.untrusted("token: expired");
        }
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        if (issued == null
                || issued.toInstant().isAfter(latest)
                || (notBefore != null && notBefore.toInstant().isAfter(latest))) {
            throw SignInRefused.untrusted("token: not yet valid");
        }
    }

    /** A claim that is a text, or null. */
    static @Nullable String text(JWTClaimsSet claims, String name) {
        try {
            return claims.getStringClaim(name);
        } catch (ParseException e) {
            return null;
        }
    }
}
