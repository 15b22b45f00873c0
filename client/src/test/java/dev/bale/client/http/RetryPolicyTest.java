package dev.bale.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(1));

    @RepeatedTest(20)
    void pauses_double_with_jitter_up_to_the_longest() {
        assertThat(policy.pause(1, null)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(policy.pause(3, null)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(policy.pause(60, null)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void the_wish_of_the_server_wins_up_to_the_longest() {
        assertThat(policy.pause(1, Duration.ofMillis(700))).isEqualTo(Duration.ofMillis(700));
        assertThat(policy.pause(1, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void only_answers_that_may_change_are_worth_another_attempt() {
        assertThat(RetryPolicy.mayPass(429)).isTrue();
        assertThat(RetryPolicy.mayPass(503)).isTrue();
        assertThat(RetryPolicy.mayPass(404)).isFalse();
        assertThat(RetryPolicy.mayPass(409)).isFalse();
    }
}
