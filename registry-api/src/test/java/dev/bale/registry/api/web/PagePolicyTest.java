package dev.bale.registry.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.stores.StoresConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which origins the page may fetch from. */
class PagePolicyTest {
    private static String connect(Map<String, String> settings) {
        StoresConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(StoresConfig.class)
                .build()
                .getConfigMapping(StoresConfig.class);
        return new PagePolicy(config).text().replaceAll(".*connect-src ([^;]*);.*", "$1");
    }

    @Test
    void a_store_is_named_as_browsers_reach_it_and_once() {
        assertThat(connect(Map.of(
                        "bale.stores.default.endpoint", "http://storage:9000",
                        "bale.stores.default.public-endpoint", "https://data.example.org:9443/some/path",
                        "bale.stores.default.bucket", "one",
                        "bale.stores.other.endpoint", "https://data.example.org:9443",
                        "bale.stores.other.bucket", "two")))
                .isEqualTo("'self' https://data.example.org:9443");
    }

    @Test
    void a_bucket_in_the_host_name_is_part_of_the_origin() {
        assertThat(connect(Map.of(
                        "bale.stores.default.endpoint", "https://s3.eu-central-1.amazonaws.com",
                        "bale.stores.default.path-style", "false",
                        "bale.stores.default.bucket", "sales-data")))
                .isEqualTo("'self' https://sales-data.s3.eu-central-1.amazonaws.com");
    }
}
