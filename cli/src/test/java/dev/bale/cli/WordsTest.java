package dev.bale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "999, 999 B",
        "1000, 1.00 kB",
        "1234567, 1.23 MB",
        "12345678, 12.3 MB",
        "123456789, 123 MB",
        "999999, 1.00 MB",
        "1000000000000, 1.00 TB"
    })
    void sizes_have_three_digits_and_a_decimal_unit(long bytes, String text) {
        assertThat(Words.size(bytes)).isEqualTo(text);
    }

    @Test
    void times_grow_coarser_as_they_grow_longer() {
        assertThat(Words.time(Duration.ofMillis(1234))).isEqualTo("1.2 s");
        assertThat(Words.time(Duration.ofSeconds(45))).isEqualTo("45 s");
        assertThat(Words.time(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
        assertThat(Words.time(Duration.ofMinutes(63))).isEqualTo("1 h 3 min");
    }

    @Test
    void nothing_that_steers_a_terminal_or_turns_text_around_is_printed() {
        assertThat(Words.printable("a\u001b[2Jb")).isEqualTo("a\\u{1b}[2Jb");
        assertThat(Words.printable("a\nb\tc")).isEqualTo("a\\u{a}b\\u{9}c");
        assertThat(Words.printable("evil\u202etxt.exe")).isEqualTo("evil\\u{202e}txt.exe");
        assertThat(Words.printable("größe/日本.csv")).isEqualTo("größe/日本.csv");
    }
}
