package dev.bale.registry.api.audit.seals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishHeadTest {
    @TempDir
    Path folder;

    private final Map<String, String> objects = new TreeMap<>();
    private HttpServer bucket;
    private String until = "";
    private int failure;

    @BeforeEach
    void start() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                until = exchange.getRequestHeaders().getFirst("x-amz-object-lock-retain-until-date");
                if (failure == 0) {
                    objects.put(exchange.getRequestURI().getPath(), body);
                }
                exchange.sendResponseHeaders(failure == 0 ? 200 : failure, -1);
            }
        });
        bucket.start();
    }

    @AfterEach
    void stop() {
        bucket.stop(0);
    }

    /** A clock that tests set. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T09:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private PublishHead publishing(Clock clock) throws IOException {
        Path credentials = Files.writeString(
                folder.resolve("credentials"), "[default]\naws_access_key_id = AK\naws_secret_access_key = SECRET\n");
        return new PublishHead(
                config(Map.of(
                        "bale.seals.heads.bucket",
                        "heads",
                        "bale.seals.heads.endpoint",
                        "http://127.0.0.1:" + bucket.getAddress().getPort(),
                        "bale.seals.heads.credentials-file",
                        credentials.toString(),
                        "bale.seals.heads.retain-for",
                        "10d")),
                clock);
    }

    static SealsConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(SealsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(new HashMap<>(settings))
                .build()
                .getConfigMapping(SealsConfig.class);
    }

    private static Head head(long number) {
        return new Head("log", 1, number, number + 1, Sha256.of(), Instant.EPOCH, "key", "AA==");
    }

    @Test
    void the_newest_head_is_put_once_a_minute_and_locked() throws IOException {
        SetClock clock = new SetClock();
        PublishHead publish = publishing(clock);
        publish.publish(head(1));
        publish.publish(head(2));
        publish.publish(head(3));
        clock.now = clock.now.plusSeconds(61);
        publish.publish(null);
        clock.now = clock.now.plusSeconds(61);
        publish.publish(null);

        assertThat(objects).containsOnlyKeys("/heads/log/1/1.json", "/heads/log/1/3.json");
        assertThat(objects.get("/heads/log/1/3.json")).isEqualTo(head(3).text());
        assertThat(until).isEqualTo("2026-12-02T09:01:01Z");
    }

    @Test
    void a_bucket_that_fails_gets_the_newest_head_later_also_when_the_clock_went_back() throws IOException {
        SetClock clock = new SetClock();
        PublishHead publish = publishing(clock);
        failure = 403;
        publish.publish(head(1));
        failure = 0;
        publish.publish(head(2));
        assertThat(objects).isEmpty();

        clock.now = clock.now.minus(Duration.ofHours(3));
        publish.publish(null);
        assertThat(objects).containsOnlyKeys("/heads/log/1/2.json");
    }

    @Test
    void without_a_bucket_heads_are_in_the_log_alone_and_a_bucket_without_a_place_stops_the_start() {
        new PublishHead(config(Map.of()), Clock.systemUTC()).publish(head(1));
        assertThatThrownBy(() -> new PublishHead(config(Map.of("bale.seals.heads.bucket", "b")), Clock.systemUTC()))
                .hasMessageContaining("bale.seals.heads.endpoint");
    }

    @Test
    void the_defaults_are_what_the_documentation_says() {
        SealsConfig config = config(Map.of());

        assertThat(config.keyFile()).isEmpty();
        assertThat(config.createKeyFile()).isFalse();
        assertThat(config.every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.batch()).isEqualTo(10_000);
        assertThat(config.heads().every()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.heads().retainFor()).isEqualTo(Duration.ofDays(400));
    }
}
