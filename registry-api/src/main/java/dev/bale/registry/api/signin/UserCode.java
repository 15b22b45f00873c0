package dev.bale.registry.api.signin;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code that a person compares and types: 8 consonants, about 35 bits, shown {@code XXXX-XXXX}. */
final class UserCode {
    // Without vowels no word comes of it; without digits nothing is mistaken for one.
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int LONGEST_INPUT = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private UserCode() {}

    static String fresh() {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** What somebody typed, whatever case, dashes and spaces he used. */
    static Optional<String> read(@Nullable String typed) {
        if (typed == null || typed.length() > LONGEST_INPUT) {
            return Optional.empty();
        }
        String code = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s\\p{Pd}]", "");
        return code.length() == LENGTH && code.chars().allMatch(letter -> LETTERS.indexOf(letter) >= 0)
                ? Optional.of(code)
                : Optional.empty();
    }

    static String shown(String code) {
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }
}
