package dev.bale.manifest.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static final Head HEAD = new Head(
            "6c0ffee0-0000-4000-8000-000000000000",
            1,
            7,
            123,
            Sha256.of(),
            Instant.parse("2026-11-22T09:00:00.000120Z"),
            "00ff",
            "");

    @Test
    void the_signed_bytes_are_canonical_json_and_frozen() throws IOException {
        String text = new String(HEAD.signedBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(text)
                .isEqualTo(
                        "{\"at\":\"2026-11-22T09:00:00.000120Z\",\"bale_head\":1,\"epoch\":1,\"key\":\"00ff\","
                                + "\"log\":\"6c0ffee0-0000-4000-8000-000000000000\",\"number\":7,"
                                + "\"root\":\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":123}")
                .isEqualTo(new JsonCanonicalizer(text).getEncodedString());
    }

    @Test
    void a_signature_holds_for_this_head_and_this_key_alone() throws GeneralSecurityException {
        KeyPairGenerator elliptic = KeyPairGenerator.getInstance("EC");
        elliptic.initialize(new ECGenParameterSpec("secp256r1"));
        for (KeyPair pair :
                new KeyPair[] {KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), elliptic.generateKeyPair()}) {
            Signature signer = Signature.getInstance(Head.algorithm(pair.getPrivate()));
            signer.initSign(pair.getPrivate());
            signer.update(HEAD.signedBytes());
            Head signed = HEAD.signed(signer.sign());

            assertThat(signed.isSignedBy(pair.getPublic())).isTrue();
            assertThat(HEAD.isSignedBy(pair.getPublic())).isFalse();
            assertThat(new Head(
                                    signed.log(),
                                    signed.epoch(),
                                    signed.number(),
                                    signed.size() + 1,
                                    signed.root(),
                                    signed.at(),
                                    signed.key(),
                                    signed.signature())
                            .isSignedBy(pair.getPublic()))
                    .isFalse();
            assertThat(signed.isSignedBy(elliptic.generateKeyPair().getPublic()))
                    .isFalse();
        }
        assertThatThrownBy(() -> Head.algorithm(
                        KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic()))
                .hasMessageContaining("Ed25519");
    }

    @Test
    void objects_are_written_as_rfc_8785_writes_them() throws IOException {
        CanonicalObject object = new CanonicalObject()
                .put("z", "quote \" slash \\ / tab \t bell \u0007 unit \u001f line \n\r\f\b é € \ud83d\ude00")
                .put("a", 9_007_199_254_740_991L)
                .put("m", true)
                .put("none", null);

        assertThat(object.text()).isEqualTo(new JsonCanonicalizer(object.text()).getEncodedString());
        assertThat(object.text()).startsWith("{\"a\":9007199254740991,\"m\":true,\"z\":\"quote");
        assertThatThrownBy(() -> object.put("f", 1.5)).hasMessageContaining("whole number");
    }
}
