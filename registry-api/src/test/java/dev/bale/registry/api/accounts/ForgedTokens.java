package dev.bale.registry.api.accounts;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.inject.spi.CDI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Tokens of live sessions, signed by the registry's own key, with one thing wrong. */
public final class ForgedTokens {
    private ForgedTokens() {}

    /** Expired a second ago. */
    public static String expired(String accessToken) {
        return signed(claims(accessToken)
                .issuedAt(Instant.now().minusSeconds(200))
                .expiresAt(Instant.now().minusSeconds(1)));
    }

    /** For another service. */
    public static String forAnotherAudience(String accessToken) {
        return signed(claims(accessToken).audience("another-service"));
    }

    private static JwtClaimsBuilder claims(String accessToken) {
        String claims =
                new String(Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return Jwt.issuer("bale")
                .audience("bale-registry")
                .subject("somebody")
                .claim("sid", new JsonPath(claims).getString("sid"))
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(200));
    }

    private static String signed(JwtClaimsBuilder claims) {
        TokenKeys keys = CDI.current().select(TokenKeys.class).get();
        TokenKey.Signing key = QuarkusTransaction.requiringNew().call(keys::signing);
        return claims.jws().keyId(key.id()).sign(key.key());
    }
}
