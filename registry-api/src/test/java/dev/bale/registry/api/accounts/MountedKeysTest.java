package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.registry.api.problems.RegistryException.Conflict;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedKeysTest {
    @TempDir
    Path folder;

    private Path pem(String name, Key key) throws IOException {
        String kind = key.getFormat().equals("PKCS#8") ? "PRIVATE KEY" : "PUBLIC KEY";
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END "
                        + kind
                        + "-----\n");
    }

    @Test
    void one_signs_and_all_verify_by_the_same_id_wherever_they_are_mounted() throws IOException {
        KeyPair old = RsaKeys.generate();
        KeyPair now = RsaKeys.generate();
        KeyPair coming = RsaKeys.generate();

        MountedKeys keys = MountedKeys.read(
                pem("now", now.getPrivate()), List.of(pem("old", old.getPrivate()), pem("coming", coming.getPublic())));
        MountedKeys after =
                MountedKeys.read(pem("coming2", coming.getPrivate()), List.of(pem("now2", now.getPublic())));

        assertThat(keys.all())
                .extracting(TokenKey.Verifying::key)
                .containsExactly(
                        (java.security.interfaces.RSAPublicKey) now.getPublic(),
                        (java.security.interfaces.RSAPublicKey) old.getPublic(),
                        (java.security.interfaces.RSAPublicKey) coming.getPublic());
        assertThat(keys.signing().id()).isEqualTo(keys.all().getFirst().id());
        assertThat(after.signing().id()).isEqualTo(keys.all().getLast().id());
        assertThat(after.all().getLast().id()).isEqualTo(keys.signing().id());
        assertThat(keys.signing().toString()).doesNotContain("key=");
    }

    @Test
    void a_registry_with_a_mounted_key_signs_with_it_and_does_not_turn_it() throws IOException {
        Path next = pem("next", RsaKeys.generate().getPrivate());
        Path key = pem("key", RsaKeys.generate().getPrivate());
        AccessTokens before = tokens(keys(key, next));
        AccessTokens after = tokens(keys(next, key));
        UUID session = UUID.randomUUID();

        assertThat(before.sessionOf(before.issue(session, "dora")).session()).isEqualTo(session);
        // Replicas on both sides of a restart know each other's tokens.
        assertThat(after.sessionOf(before.issue(session, "dora")).session()).isEqualTo(session);
        assertThat(before.sessionOf(after.issue(session, "dora")).session()).isEqualTo(session);
        assertThatThrownBy(() -> keys(key, next).stored())
                .isInstanceOfSatisfying(
                        Conflict.class, e -> assertThat(e.slug()).isEqualTo("keys-mounted"));
        assertThat(keys(key, next).use("any", Instant.now())).isNull();
        assertThat(keys(key, next).published()).hasSize(2);
    }

    private static TokenKeys keys(Path signing, Path other) {
        return new TokenKeys(config(signing, other), null);
    }

    private AccessTokens tokens(TokenKeys keys) {
        return new AccessTokens(keys, config(folder.resolve("key"), folder.resolve("next")), Clock.systemUTC());
    }

    private static AccountsConfig config(Path signing, Path other) {
        return new SmallRyeConfigBuilder()
                .withMapping(AccountsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(Map.of(
                        "bale.accounts.secret-file", "unused",
                        "bale.accounts.token-key-file", signing.toString(),
                        "bale.accounts.previous-token-key-files", other.toString()))
                .build()
                .getConfigMapping(AccountsConfig.class);
    }

    @Test
    void what_is_no_key_stops_the_start_with_the_settings_name() throws IOException, NoSuchAlgorithmException {
        Path good = pem("good", RsaKeys.generate().getPrivate());
        KeyPairGenerator elliptic = KeyPairGenerator.getInstance("EC");
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        for (Path bad : List.of(
                Files.writeString(folder.resolve("text"), "no key"),
                Files.writeString(folder.resolve("cut"), Files.readString(good).substring(0, 200)),
                pem("public", RsaKeys.generate().getPublic()),
                pem("elliptic", elliptic.generateKeyPair().getPrivate()),
                pem("small", small.generateKeyPair().getPrivate()))) {
            assertThatThrownBy(() -> MountedKeys.read(bad, List.of()))
                    .as(bad.toString())
                    .hasMessageContainingAll("bale.accounts.token-key-file", bad.toString());
        }
        assertThatThrownBy(() -> MountedKeys.read(good, List.of(folder.resolve("missing"))))
                .hasMessageContainingAll("bale.accounts.previous-token-key-files", "missing");
    }
}
