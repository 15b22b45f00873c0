package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SecretBoxTest {
    private static final byte[] PLAIN = "a refresh token".getBytes(StandardCharsets.UTF_8);

    @Inject
    SecretBox box;

    @Test
    void what_was_sealed_opens() {
        byte[] sealed = box.seal("test", PLAIN);

        assertThat(box.open("test", sealed)).hasValue(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("refresh");
    }

    @Test
    void the_same_seals_to_others_each_time() {
        assertThat(box.seal("test", PLAIN)).isNotEqualTo(box.seal("test", PLAIN));
    }

    @Test
    void what_was_sealed_for_another_purpose_does_not_open() {
        assertThat(box.open("cookie", box.seal("token", PLAIN))).isEmpty();
    }

    @Test
    void a_changed_byte_anywhere_does_not_open() {
        byte[] sealed = box.seal("test", PLAIN);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(box.open("test", changed)).as("byte %d", at).isEmpty();
        }
        assertThat(box.open("test", new byte[3])).isEmpty();
    }
}
