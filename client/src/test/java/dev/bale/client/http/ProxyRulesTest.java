package dev.bale.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyRulesTest {
    private final ProxyRules rules = ProxyRules.fromEnvironment(Map.of(
            "HTTPS_PROXY", "http://proxy.example.org:3128",
            "http_proxy", "plain.example.org:80",
            "NO_PROXY", "direct.example.org, .inside.example.org,ported.example.org:8443"));

    @Test
    void the_scheme_decides_which_proxy() {
        assertThat(rules.proxyFor("https", "a.example.com", 443)).contains(URI.create("http://proxy.example.org:3128"));
        assertThat(rules.proxyFor("http", "a.example.com", 80)).contains(URI.create("http://plain.example.org:80"));
    }

    @Test
    void hosts_and_domains_of_no_proxy_are_reached_directly() {
        assertThat(rules.proxyFor("https", "direct.example.org", 443)).isEmpty();
        assertThat(rules.proxyFor("https", "sub.direct.example.org", 443)).isEmpty();
        assertThat(rules.proxyFor("https", "indirect.example.org", 443)).isPresent();
        assertThat(rules.proxyFor("https", "s3.inside.example.org", 443)).isEmpty();
        assertThat(rules.proxyFor("https", "ported.example.org", 8443)).isEmpty();
        assertThat(rules.proxyFor("https", "ported.example.org", 443)).isPresent();
    }

    @Test
    void the_machine_itself_is_never_reached_through_a_proxy() {
        assertThat(rules.proxyFor("http", "localhost", 80)).isEmpty();
        assertThat(rules.proxyFor("http", "127.0.0.1", 80)).isEmpty();
    }

    @Test
    void a_star_turns_all_proxies_off() {
        ProxyRules none = ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", "*"));

        assertThat(none.proxyFor("https", "a.example.com", 443)).isEmpty();
    }
}
