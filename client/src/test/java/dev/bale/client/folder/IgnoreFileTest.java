package dev.bale.client.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreFileTest {
    private static boolean ignored(String rules, String path, boolean folder) {
        return IgnoreFile.parse(List.of(rules.split(";"))).ignores(path, folder).orElse(false);
    }

    @ParameterizedTest
    @CsvSource({
        "*.log,            a.log,           true",
        "*.log,            deep/er/a.log,   true",
        "*.log,            a.logs,          false",
        "/a.txt,           a.txt,           true",
        "/a.txt,           b/a.txt,         false",
        "b/a.txt,          b/a.txt,         true",
        "b/a.txt,          c/b/a.txt,       false",
        "**/a.txt,         a.txt,           true",
        "**/a.txt,         x/y/a.txt,       true",
        "x/**,             x/y/z,           true",
        "x/**,             x,               false",
        "x/**/z,           x/z,             true",
        "x/**/z,           x/a/b/z,         true",
        "x/*/z,            x/a/z,           true",
        "x/*/z,            x/a/b/z,         false",
        "a?c,              abc,             true",
        "a?c,              a/c,             false",
        "[ab].txt,         b.txt,           true",
        "[!ab].txt,        b.txt,           false",
        "[!ab].txt,        c.txt,           true",
        "[a-c]1,           b1,              true",
        "a.b,              axb,             false",
        "a+(b),            a+(b),           true",
        "\\!a,             !a,              true",
        "\\#a,             #a,              true",
        "#a,               #a,              false",
        "[,                [,               true",
    })
    void patterns_mean_what_they_mean_to_git(String rule, String path, boolean expected) {
        assertThat(ignored(rule, path, false)).isEqualTo(expected);
    }

    @Test
    void a_slash_at_the_end_means_folders_only() {
        assertThat(ignored("out/", "out", true)).isTrue();
        assertThat(ignored("out/", "x/out", true)).isTrue();
        assertThat(ignored("out/", "out", false)).isFalse();
    }

    @Test
    void the_last_rule_that_fits_decides() {
        assertThat(ignored("*.log;!keep.log", "keep.log", false)).isFalse();
        assertThat(ignored("!keep.log;*.log", "keep.log", false)).isTrue();
    }

    @Test
    void what_no_rule_speaks_of_is_left_to_the_folders_above() {
        assertThat(IgnoreFile.parse(List.of("*.log")).ignores("a.txt", false)).isEmpty();
        assertThat(IgnoreFile.parse(List.of("", "  ", "# a comment")).ignores("a", false))
                .isEmpty();
    }

    @Test
    void spaces_at_the_end_do_not_count_unless_escaped() {
        assertThat(ignored("a.txt   ", "a.txt", false)).isTrue();
        assertThat(ignored("a\\ ", "a ", false)).isTrue();
    }
}
