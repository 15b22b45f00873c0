package dev.bale.registry.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with the configuration of issuers stops the start with a sentence that names the setting. */
class TrustedIssuersTest {
    private static TrustedIssuers issuers(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bale.exchange.ci.issuer", "https://ci.example.org",
                "bale.exchange.ci.audience", "https://bale.example.org",
                "bale.exchange.ci.rules.1.service-account", "robot",
                "bale.exchange.ci.rules.1.claims.sub", "repo:acme/*"));
        changes.forEach((setting, value) -> {
            settings.remove("bale.exchange.ci." + setting);
            if (!value.equals("absent")) {
                settings.put("bale.exchange.ci." + setting, value);
            }
        });
        ExchangeConfig config = new SmallRyeConfigBuilder()
                .withMapping(ExchangeConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(ExchangeConfig.class);
        return new TrustedIssuers(config, new FetchDocument());
    }

    private static void expectRefused(Map<String, String> changes, String... words) {
        assertThatThrownBy(() -> issuers(changes)).hasMessageContainingAll(words);
    }

    @Test
    void an_entry_reads_as_meant() {
        TrustedIssuer issuer = issuers(Map.of(
                        "rules.1.claims.\"kubernetes.io/namespace\"", "prod", "rules.1.patterns", "team/*,other/*"))
                .named("https://ci.example.org")
                .orElseThrow();

        assertThat(issuer.singleUse()).isTrue();
        assertThat(issuer.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.claims()).containsOnlyKeys("sub", "kubernetes.io/namespace");
            assertThat(rule.limits().scopeTexts()).containsExactly("read");
            assertThat(rule.limits().patterns()).containsExactly("team/*", "other/*");
        });
    }

    @Test
    void rules_count_in_the_order_of_their_numbers() {
        TrustedIssuer issuer = issuers(Map.of(
                        "rules.10.service-account", "late",
                        "rules.10.claims.sub", "*",
                        "rules.2.service-account", "early",
                        "rules.2.claims.sub", "*"))
                .named("https://ci.example.org")
                .orElseThrow();

        assertThat(issuer.ruleFor(Map.of("sub", "anybody")).orElseThrow().serviceAccount())
                .isEqualTo("early");
    }

    @Test
    void an_unknown_issuer_is_not_there() {
        assertThat(issuers(Map.of()).named("https://ci.example.org/")).isEmpty();
    }

    @Test
    void what_is_incomplete_or_unsafe_is_refused() {
        expectRefused(Map.of("issuer", "http://ci.example.org"), "bale.exchange.ci.issuer", "https");
        expectRefused(Map.of("jwks-url", "http://ci.example.org/keys"), "bale.exchange.ci.jwks-url", "https");
        expectRefused(Map.of("issuer", "ci"), "bale.exchange.ci.issuer");
        expectRefused(Map.of("audience", " "), "audience");
        expectRefused(Map.of("rules.1.claims.sub", "absent"), "bale.exchange.ci.rules.1.claims", "every token");
        expectRefused(Map.of("rules.1.service-account", "Not A Name"), "bale.exchange.ci.rules.1");
        expectRefused(Map.of("rules.1.scopes", "admin"), "bale.exchange.ci.rules.1", "scope");
        expectRefused(Map.of("rules.1.patterns", "team"), "bale.exchange.ci.rules.1", "pattern");
        expectRefused(
                Map.of("rules.1.service-account", "absent", "rules.1.claims.sub", "absent"),
                "bale.exchange.ci.rules",
                "nobody");
    }
}
