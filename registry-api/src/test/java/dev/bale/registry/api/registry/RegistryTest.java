package dev.bale.registry.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.bale.registry.api.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the registry says of itself, and what every answer carries. */
@QuarkusTest
class RegistryTest {
    @Test
    void anybody_may_ask_what_the_registry_is_and_takes() {
        String time = Api.anonymous()
                .get("/v1")
                .then()
                .statusCode(200)
                .body("name", equalTo("bale"))
                .body("sign_in", equalTo(List.of("local", "sso")))
                .body("limits.pages_per_request", equalTo(256))
                .body("limits.entries_per_hand_out", equalTo(10_000))
                .body("limits.url_ttl_seconds", equalTo(300))
                .body("limits.push_idle_seconds", equalTo(86_400))
                .extract()
                .path("time");

        Assertions.assertThat(Instant.parse(time)).isCloseTo(Instant.now(), Assertions.within(Duration.ofSeconds(5)));
    }

    @Test
    void every_answer_names_its_request_and_is_kept_by_nobody() {
        var first = Api.anonymous()
                .header("X-Request-Id", "chosen by the caller")
                .get("/v1")
                .then();
        var second = Api.anonymous().get("/v1/whoami").then();

        for (var answer : List.of(first, second)) {
            answer.header("X-Request-Id", matchesPattern("[0-9a-f]{16}"))
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cache-Control", "no-store");
        }
        assertThat(first.extract().header("X-Request-Id"))
                .isNotEqualTo(second.extract().header("X-Request-Id"));
    }
}
