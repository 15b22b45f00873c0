package dev.bale.registry.api.audit.seals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeyTest {
    private static final Head HEAD = new Head("log", 1, 0, 1, Sha256.of(), Instant.EPOCH, "key", "");

    @TempDir
    Path folder;

    private static KeyPair pair(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("sec") ? "EC" : kind);
        if (kind.startsWith("sec")) {
            generator.initialize(new ECGenParameterSpec(kind));
        }
        return generator.generateKeyPair();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "key", ".pem"), text);
    }

    private static String pem(KeyPair signing, KeyPair published) {
        return SealKey.pem("PUBLIC KEY", published.getPublic().getEncoded())
                + SealKey.pem("PRIVATE KEY", signing.getPrivate().getEncoded());
    }

    @Test
    void ed25519_and_p256_keys_sign_heads() throws Exception {
        for (String kind : List.of("Ed25519", "secp256r1")) {
            KeyPair pair = pair(kind);
            SealKey key = SealKey.read(file(pem(pair, pair)), false);

            assertThat(key.sign(HEAD).isSignedBy(pair.getPublic())).as(kind).isTrue();
            assertThat(key.id()).isEqualTo(Head.idOf(pair.getPublic()));
        }
    }

    @Test
    void a_missing_key_is_made_where_that_is_allowed_for_its_owner_alone() throws IOException {
        Path missing = folder.resolve("seal-key.pem");
        assertThatThrownBy(() -> SealKey.read(missing, false)).hasMessageContaining("bale.seals.key-file");

        SealKey made = SealKey.read(missing, true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
                .isEqualTo("rw-------");
        assertThat(SealKey.read(missing, true).id()).isEqualTo(made.id());
        assertThat(made.toString()).isEqualTo("SealKey " + made.id());
    }

    @Test
    void what_is_no_such_key_stops_the_start_with_the_settings_name() throws Exception {
        KeyPair good = pair("Ed25519");
        for (Path bad : List.of(
                file("no key"),
                file(SealKey.pem("PRIVATE KEY", good.getPrivate().getEncoded())),
                file(pem(good, pair("Ed25519"))),
                file(pem(good, pair("secp256r1"))),
                file(pem(pair("secp384r1"), pair("secp384r1"))),
                file(pem(pair("RSA"), pair("RSA"))),
                file(pem(good, good).replace("M", "!")))) {
            assertThatThrownBy(() -> SealKey.read(bad, true))
                    .as(Files.readString(bad))
                    .hasMessageContainingAll("bale.seals.key-file", bad.toString());
        }
    }
}
