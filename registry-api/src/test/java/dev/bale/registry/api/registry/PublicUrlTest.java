package dev.bale.registry.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://bale.example.org, https://bale.example.org",
        "https://Bale.Example.org:443/, https://bale.example.org",
        "http://127.0.0.1:8480, http://127.0.0.1:8480",
    })
    void an_origin_is_written_as_browsers_do(String configured, String origin) {
        assertThat(new PublicUrl(Optional.of(URI.create(configured))).origin()).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bale.example.org",
                "ftp://x",
                "https://x/path",
                "https://u@x",
                "https://x?a",
                "https://x#a",
                "https:///"
            })
    void anything_else_stops_the_start_with_a_sentence(String configured) {
        assertThatThrownBy(() -> new PublicUrl(Optional.of(URI.create(configured))))
                .hasMessageContaining("bale.public-url must be");
    }

    @Test
    void where_none_is_configured_the_request_says_where_it_went() {
        PublicUrl none = new PublicUrl(Optional.empty());

        assertThat(none.originOr(URI.create("http://localhost:8480/v1/"))).isEqualTo("http://localhost:8480");
        assertThat(none.isHttps()).isFalse();
    }
}
