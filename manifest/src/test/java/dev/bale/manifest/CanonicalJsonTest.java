package dev.bale.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** The check for canonical metadata, against the library that makes it canonical. */
class CanonicalJsonTest {
    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> strings = Arbitraries.of(
                        "a",
                        "b",
                        "\\u0041",
                        "\\n",
                        "\\u000a",
                        "é",
                        "\\u00e9",
                        "\\/",
                        "\uff5e",
                        "🦀",
                        "\\ud83e\\udd80",
                        "\\u001f",
                        "\\\"")
                .list()
                .ofMaxSize(3)
                .map(parts -> "\"" + String.join("", parts) + "\"");
        Arbitrary<String> numbers = Arbitraries.oneOf(
                Arbitraries.doubles().map(Object::toString),
                Arbitraries.integers().map(Object::toString),
                Arbitraries.of(
                        "1.0",
                        "-0",
                        "1e2",
                        "0.1e1",
                        "1E400",
                        "9007199254740992",
                        "9007199254740991",
                        "01",
                        "+1",
                        "1.",
                        ".5",
                        "0x1",
                        "1d",
                        "1e22"));
        Arbitrary<String> values = Arbitraries.lazyOf(
                () -> strings,
                () -> numbers,
                () -> Arbitraries.of("true", "false", "null", "True", "nul", "", " null "),
                () -> objects(),
                () -> objects().list().ofMaxSize(2).map(list -> "[" + String.join(",", list) + "]"));
        return Combinators.combine(strings, values)
                .as((key, value) -> key + ":" + value)
                .list()
                .ofMaxSize(4)
                .map(members -> "{" + String.join(",", members) + "}");
    }

    @Property(tries = 3_000)
    void what_is_accepted_is_what_the_library_writes(@ForAll("objects") String json) throws IOException {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        boolean accepted;
        try {
            accepted = CanonicalJson.endOfObject(utf8, 0, utf8.length) == utf8.length;
        } catch (InvalidManifest e) {
            accepted = false;
        }

        if (accepted) {
            assertThat(new JsonCanonicalizer(json).getEncodedString()).isEqualTo(json);
        }
    }

    @Property(tries = 3_000)
    void what_is_made_canonical_is_accepted(@ForAll("objects") String json) {
        String canonical;
        try {
            canonical = MetadataObject.of(json).json();
        } catch (InvalidManifest e) {
            return;
        }

        assertThat(new MetadataObject(canonical).json()).isEqualTo(canonical);
        assertThat(MetadataObject.of(canonical).json()).isEqualTo(canonical);
    }

    @Test
    void nesting_without_end_costs_no_stack() {
        for (String open : new String[] {"[", "{\"a\":", "{\"a\":["}) {
            byte[] deep = ("{\"a\":" + open.repeat(200_000)).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> CanonicalJson.endOfObject(deep, 0, deep.length))
                    .isInstanceOf(InvalidManifest.class);
            assertThatThrownBy(() -> MetadataObject.of(new String(deep, StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidManifest.class);
        }
    }
}
