package dev.bale.registry.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody but a trusted proxy says where a request comes from. */
class TrustedProxiesTest {
    private static final TrustedProxies PROXIES =
            new TrustedProxies(Optional.of(List.of("10.0.0.0/8", " 192.0.2.7", "fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // peer | X-Forwarded-For | client
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9",
                "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 1.1.1.1, 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 1.1.1.1, 198.51.100.1, 10.9.9.9, 192.0.2.7 | 198.51.100.1",
                "192.0.2.8 | 198.51.100.1 | 192.0.2.8",
                "10.1.2.3 | 10.4.4.4 | 10.4.4.4",
                "10.1.2.3 | 198.51.100.1:4711 | 198.51.100.1",
                "10.1.2.3 | [2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "10.1.2.3 | 2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "10.1.2.3 | fe80::1%eth0 | fe80:0:0:0:0:0:0:1",
                "fd12:0:0:0:0:0:0:1 | 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | ::ffff:198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | unknown | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, <script> | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, example.org | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, , 10.0.0.1 | 10.0.0.1",
                "10.1.2.3 | 999.1.1.1 | 10.1.2.3",
                "10.1.2.3 | [2001:db8::1 | 10.1.2.3",
            })
    void the_client_is_the_last_that_is_no_trusted_proxy(String peer, String header, String client) {
        assertThat(PROXIES.client(peer, List.of(header))).isEqualTo(client);
    }

    @Test
    void several_headers_are_read_as_one_and_a_long_one_from_its_end() {
        assertThat(PROXIES.client("10.0.0.1", List.of("1.1.1.1, 198.51.100.1", "10.0.0.2")))
                .isEqualTo("198.51.100.1");
        assertThat(PROXIES.client("10.0.0.1", List.of("9.9.9.9,".repeat(1_300) + "198.51.100.1")))
                .isEqualTo("198.51.100.1");
        assertThat(PROXIES.client("10.0.0.1", List.of("10.0.0.1,".repeat(1_200) + "10.0.0.1")))
                .isEqualTo("10.0.0.1");
        assertThat(PROXIES.client("10.0.0.1", List.of(","))).isEqualTo("10.0.0.1");
        assertThat(PROXIES.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void by_default_nobody_is_believed() {
        assertThat(new TrustedProxies(Optional.empty()).client("127.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "proxy.example.org", "10.0.0.0/", "10.0.0.0/-1", "fd00::/129", ""})
    void what_is_no_network_stops_the_start_with_a_sentence(String text) {
        assertThatThrownBy(() -> new TrustedProxies(Optional.of(List.of(text))))
                .hasMessageContaining("bale.trusted-proxies must be");
    }
}
