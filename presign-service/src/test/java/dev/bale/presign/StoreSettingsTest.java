package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class StoreSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.example.org",
                "ftp://s3.example.org",
                "https://s3.example.org/path",
                "https://s3.example.org?x=1",
                "https://user:secret@s3.example.org"
            })
    void an_endpoint_is_scheme_host_and_port_alone(String endpoint) {
        assertThatThrownBy(() -> settings(endpoint, "", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ndpoint")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_prefix_has_no_slash_at_its_ends() {
        assertThatThrownBy(() -> settings("https://s3.example.org", "a/", true)).hasMessageContaining("slash");
        assertThatThrownBy(() -> settings("https://s3.example.org", "/a", true)).hasMessageContaining("slash");
    }

    @Test
    void an_ip_address_needs_path_style() {
        assertThatThrownBy(() -> settings("http://127.0.0.1:9000", "", false)).hasMessageContaining("path style");
        assertThatThrownBy(() -> settings("http://[::1]:9000", "", false)).hasMessageContaining("path style");
    }

    @Test
    void the_host_is_signed_in_lower_case_as_browsers_send_it() {
        Presigner presigner = new Presigner(
                settings("https://S3.Example.org:443", "", false),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SECRET")));

        assertThat(presigner
                        .get(GetRequest.of("k", Instant.EPOCH, Duration.ofMinutes(1)))
                        .url()
                        .toString())
                .startsWith("https://bucket.s3.example.org/k?");
    }

    private static StoreSettings settings(String endpoint, String prefix, boolean pathStyle) {
        return new StoreSettings(
                "main", URI.create("http://internal"), URI.create(endpoint), "us-east-1", "bucket", prefix, pathStyle);
    }
}
