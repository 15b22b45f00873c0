package dev.bale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.client.ClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceQuotaCommandTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1500, 1500",
        "500B, 500",
        "1kB, 1000",
        "500GB, 500000000000",
        "1.5 TB, 1500000000000",
        "2TiB, 2199023255552",
        "1Gi, 1073741824"
    })
    void sizes_are_read_in_decimal_and_binary_units(String text, long bytes) {
        assertThat(NamespaceQuotaCommand.size(text)).isEqualTo(bytes);
    }

    @Test
    void none_is_no_limit() {
        assertThat(NamespaceQuotaCommand.size("none")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "GB", "10XB", "1e9", "10 GB!", "99999999PB"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> NamespaceQuotaCommand.size(text))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("500GB");
    }
}
