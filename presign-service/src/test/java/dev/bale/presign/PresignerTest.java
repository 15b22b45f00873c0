package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.manifest.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class PresignerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:04:05.678Z");
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Sha256 HASH = Sha256.of("abc".getBytes(StandardCharsets.UTF_8));

    private final StoreSettings settings = new StoreSettings(
            "main",
            URI.create("http://10.0.0.7:9000"),
            URI.create("https://s3.example.org:9443"),
            "eu-central-1",
            "bucket",
            "bale",
            true);
    private final Presigner presigner =
            new Presigner(settings, StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SECRET")));

    @Test
    void an_upload_signs_checksum_and_length_as_headers_and_never_as_parameters() {
        PresignedUrl url = presigner.put("ab/cd", HASH, 3, NOW, TTL);

        assertThat(url.headers())
                .isEqualTo(Map.of(
                        "content-length",
                        "3",
                        "x-amz-checksum-sha256",
                        Base64.getEncoder().encodeToString(HASH.toBytes())));
        assertThat(url.url().getQuery())
                .contains("X-Amz-SignedHeaders=content-length;host;x-amz-checksum-sha256")
                .doesNotContain("x-amz-checksum-sha256=");
        assertThat(url.method()).isEqualTo("PUT");
    }

    @Test
    void a_part_signs_checksum_and_length_as_headers() {
        PresignedUrl url = presigner.uploadPart(new PartUpload("ab/cd", "up", 3, HASH, 3), NOW, TTL);

        assertThat(url.url().getQuery())
                .contains("partNumber=3", "uploadId=up")
                .contains("X-Amz-SignedHeaders=content-length;host;x-amz-checksum-sha256");
    }

    @Test
    void urls_name_the_public_endpoint_and_never_the_internal_one() {
        PresignedUrl url = presigner.get(GetRequest.of("ab/cd", NOW, TTL));

        assertThat(url.url().toString()).startsWith("https://s3.example.org:9443/bucket/bale/ab/cd?");
    }

    @Test
    void a_url_dies_a_lifetime_after_the_second_of_its_signing() {
        assertThat(presigner.get(GetRequest.of("k", NOW, TTL)).expiresAt())
                .isEqualTo(Instant.parse("2026-11-22T03:09:05Z"));
    }

    @Test
    void a_url_dies_with_its_credentials_where_those_die_sooner() {
        Instant end = Instant.parse("2026-11-22T03:05:00Z");
        AwsSessionCredentials session = AwsSessionCredentials.builder()
                .accessKeyId("AK")
                .secretAccessKey("SECRET")
                .sessionToken("TOKEN")
                .expirationTime(end)
                .build();
        Presigner temporary = new Presigner(settings, StaticCredentialsProvider.create(session));

        assertThat(temporary.get(GetRequest.of("k", NOW, TTL)).expiresAt()).isEqualTo(end);
        assertThat(temporary.batch(new BatchTerms(NOW, TTL, Map.of())).expiresAt())
                .isEqualTo(end);
    }

    @Test
    void text_forms_hide_what_grants_access() {
        PresignedUrl url = presigner.get(GetRequest.of("ab/cd", NOW, TTL).withParameter("x-bale-event", "e-17"));
        String signature = url.url().getQuery().replaceAll(".*X-Amz-Signature=", "");
        BatchSigner.Item item =
                presigner.batch(new BatchTerms(NOW, TTL, Map.of())).sign("ab/cd");

        assertThat(url.toString()).contains("ab/cd").doesNotContain(signature, "X-Amz", "e-17");
        assertThat(item.toString()).doesNotContain(item.signature());
        assertThat(GetRequest.of("k", NOW, TTL).withParameter("p", "secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void a_batch_yields_what_makes_up_the_same_urls() {
        BatchSigner batch = presigner.batch(new BatchTerms(NOW, TTL, Map.of("x-bale-event", "e 17")));
        GetRequest single = GetRequest.of("ab/ü c", NOW, TTL).withParameter("x-bale-event", "e 17");

        BatchSigner.Item plain = batch.sign("ab/ü c");
        BatchSigner.Item version = batch.sign("ab/ü c", Optional.of("v+1"));

        assertThat(plain.query()).isEmpty();
        assertThat(batch.url(plain))
                .isEqualTo(batch.base() + "/" + plain.key() + "?" + batch.query() + "&X-Amz-Signature="
                        + plain.signature());
        assertThat(URI.create(batch.url(plain))).isEqualTo(presigner.get(single).url());
        assertThat(signatureOf(URI.create(batch.url(version))))
                .isEqualTo(signatureOf(
                        presigner.get(single.withVersion(Optional.of("v+1"))).url()));
    }

    @Test
    void the_next_day_gets_a_key_of_its_own() {
        Instant midnight = Instant.parse("2026-11-23T00:00:00Z");
        PresignedUrl before = presigner.get(GetRequest.of("k", midnight.minusSeconds(1), TTL));
        PresignedUrl after = presigner.get(GetRequest.of("k", midnight, TTL));

        assertThat(before.url().getQuery()).contains("/20261122/");
        assertThat(after.url().getQuery()).contains("/20261123/");
        assertThat(new Presigner(settings, StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SECRET")))
                        .get(GetRequest.of("k", midnight, TTL))
                        .url())
                .isEqualTo(after.url());
    }

    @Test
    void impossible_requests_are_refused() {
        assertThatThrownBy(() -> presigner.get(GetRequest.of("", NOW, TTL)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> presigner.get(GetRequest.of("é".repeat(600), NOW, TTL)))
                .hasMessageContaining("1024 bytes");
        assertThatThrownBy(() -> presigner.get(GetRequest.of("half \ud800", NOW, TTL)))
                .hasMessageContaining("Unicode");
        assertThatThrownBy(() -> presigner.get(GetRequest.of("k", NOW, Duration.ofDays(8))))
                .hasMessageContaining("7 days");
        assertThatThrownBy(() -> presigner.get(GetRequest.of("k", NOW, Duration.ofMillis(10))))
                .hasMessageContaining("1 second");
        assertThatThrownBy(() -> presigner.put("k", HASH, -1, NOW, TTL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PartUpload("k", "u", 10_001, HASH, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String signatureOf(URI url) {
        return url.getQuery().replaceAll(".*X-Amz-Signature=", "");
    }
}
