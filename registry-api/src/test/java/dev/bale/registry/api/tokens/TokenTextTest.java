package dev.bale.registry.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTextTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void a_token_has_a_prefix_by_its_account_and_a_fixed_length() {
        assertThat(TokenText.make("person", RANDOM)).matches("bale_pat_[0-9A-Za-z]{49}");
        assertThat(TokenText.make("service", RANDOM)).matches("bale_sat_[0-9A-Za-z]{49}");
    }

    @Test
    void tokens_differ_and_are_whole() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String token = TokenText.make("person", RANDOM);
            assertThat(TokenText.isWhole(token)).as(token).isTrue();
            made.add(token);
        }
        assertThat(made).hasSize(1_000);
    }

    @Test
    void all_256_bits_are_in_it() {
        SecureRandom ones = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0xff);
            }
        };
        String digits = TokenText.make("person", ones).substring("bale_pat_".length(), "bale_pat_".length() + 43);

        BigInteger number = BigInteger.ZERO;
        for (int at = 0; at < digits.length(); at++) {
            number = number.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(value(digits.charAt(at))));
        }

        assertThat(number).isEqualTo(BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
    }

    private static int value(char digit) {
        if (Character.isDigit(digit)) {
            return digit - '0';
        }
        return Character.isUpperCase(digit) ? digit - 'A' + 10 : digit - 'a' + 36;
    }

    @Test
    void a_change_of_any_character_shows() {
        String token = TokenText.make("person", RANDOM);
        for (int at = 0; at < token.length(); at++) {
            char other = token.charAt(at) == 'x' ? 'y' : 'x';
            assertThat(TokenText.isWhole(token.substring(0, at) + other + token.substring(at + 1)))
                    .as("at %d", at)
                    .isFalse();
        }
        assertThat(TokenText.isWhole(token.replace("bale_pat_", "bale_sat_"))).isFalse();
        assertThat(TokenText.isWhole(token + "0")).isFalse();
        assertThat(TokenText.isWhole(token.substring(1))).isFalse();
        assertThat(TokenText.isWhole("bale_pat_")).isFalse();
    }

    @Test
    void its_form_is_the_one_that_scanners_know() {
        // CRC-32 (IEEE) over everything before it, big end first, in digits 0-9A-Za-z.
        assertThat(TokenText.isWhole("bale_pat_" + "0".repeat(43) + "0NcdSV")).isTrue();
    }
}
