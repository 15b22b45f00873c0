package dev.bale.registry.api.signin;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells a {@link TestProvider} how to behave. It runs in another class loader, so over HTTP. */
final class ProviderControl {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final String issuer;

    private ProviderControl(String name, String issuer) {
        this.name = name;
        this.issuer = issuer;
    }

    /** The provider of that name in the registry's configuration. */
    static ProviderControl of(String name) {
        return new ProviderControl(name, System.getProperty("bale.test.provider." + name));
    }

    String name() {
        return name;
    }

    String issuer() {
        return issuer;
    }

    /** How the provider treats and describes somebody. */
    ProviderControl person(String subject, Map<String, ?> behaviour) {
        post("/people/" + subject, behaviour);
        return this;
    }

    /** How it answers at some of its addresses: down, slow or huge. */
    void mode(Map<String, String> byPath) {
        post("/mode", byPath);
    }

    /** How often it was asked at this address. */
    int count(String path) {
        return given().get(issuer + "/counts").then().extract().path("'" + path + "'");
    }

    void rotateKeys() {
        post("/rotate", Map.of());
    }

    /** Somebody signs in where the registry sent the browser; answers the code. */
    String login(URI redirect, String subject) {
        Map<String, String> form = new HashMap<>();
        URLUtils.parseParameters(redirect.getRawQuery()).forEach((key, values) -> form.put(key, values.getFirst()));
        form.put("sub", subject);
        return given().formParams(form)
                .post(issuer + "/login")
                .then()
                .statusCode(200)
                .extract()
                .path("code");
    }

    /** A token with these claims, signed as told. */
    String sign(Map<String, ?> claims, String type, String signing) {
        return post("/sign", Map.of("claims", claims, "typ", type, "signing", signing))
                .path("token");
    }

    /** A logout token as it should be, with these claims on top. */
    Map<String, Object> logoutClaims(Map<String, ?> more) {
        long now = System.currentTimeMillis() / 1000;
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss",
                issuer,
                "aud",
                List.of(TestProvider.CLIENT_ID),
                "iat",
                now,
                "exp",
                now + 120,
                "jti",
                java.util.UUID.randomUUID().toString(),
                "events",
                Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())));
        claims.putAll(more);
        return claims;
    }

    private io.restassured.response.Response post(String path, Object body) {
        try {
            return given().contentType("application/json")
                    .body(JSON.writeValueAsString(body))
                    .post(issuer + path);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
