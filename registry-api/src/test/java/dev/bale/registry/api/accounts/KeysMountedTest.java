package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Problems;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A registry whose key is a mounted file. */
@QuarkusTest
@TestProfile(KeysMountedTest.Mounted.class)
class KeysMountedTest {
    public static class Mounted implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path key = Files.createTempFile("bale-test", ".pem");
                Files.writeString(
                        key,
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(
                                                RsaKeys.generate().getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----\n");
                return Map.of("bale.accounts.token-key-file", key.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void it_signs_and_is_published_and_is_not_turned_from_here() {
        Api admin = Api.signedIn("admin", dev.bale.registry.api.RegistryServers.ADMIN_SECRET);
        admin.as().get("/v1/whoami").then().statusCode(200);
        assertThat(Api.anonymous().get("/.well-known/jwks.json").<java.util.List<?>>path("keys"))
                .hasSize(1);
        assertThat(dev.bale.registry.api.Db.count("select count(*) from token_key"))
                .isZero();

        Problems.expect(admin.as().get("/v1/keys").then(), 409, "keys-mounted");
        Problems.expect(admin.as().post("/v1/keys").then(), 409, "keys-mounted");
        Problems.expect(admin.as().delete("/v1/keys/x").then(), 409, "keys-mounted");
    }
}
