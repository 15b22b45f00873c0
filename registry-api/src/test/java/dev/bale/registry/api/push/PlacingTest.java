package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.push.PlaceFragments.Claim;
import dev.bale.registry.api.push.PlaceFragments.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacingTest {
    private static final Duration BEAT = Duration.ofMillis(20);

    private final List<String> told = new ArrayList<>();

    private static List<Claim> claims(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Claim(Sha256.of(new byte[] {(byte) i}), "lake", "key" + i, "v"))
                .toList();
    }

    private static Outcome slowly(Claim claim) {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Outcome(claim, "done", null);
    }

    private class Lines implements Placing.Told {
        @Override
        public void outcome(Outcome outcome) {
            told.add(outcome.result());
        }

        @Override
        public void stillReading() {
            told.add("");
        }
    }

    @Test
    void a_long_read_is_never_silent() throws IOException {
        new Placing(claims(1), PlacingTest::slowly).run(BEAT, new Lines());

        assertThat(told).startsWith("", "").endsWith("done");
    }

    @Test
    void every_claim_has_an_outcome_even_when_the_work_fails() throws IOException {
        new Placing(claims(9), claim -> {
                    if (claim.key().equals("key3")) {
                        throw new IllegalStateException("broken");
                    }
                    return new Outcome(claim, "done", null);
                })
                .run(Duration.ofMinutes(1), new Lines());

        assertThat(told).hasSize(9).contains("unavailable");
    }

    @Test
    void nothing_is_begun_for_whoever_went_away() {
        AtomicInteger begun = new AtomicInteger();
        Placing placing = new Placing(claims(50), claim -> {
            begun.incrementAndGet();
            return slowly(claim);
        });

        assertThatThrownBy(() -> placing.run(BEAT, new Lines() {
                    @Override
                    public void stillReading() {
                        throw new java.io.UncheckedIOException(new IOException("connection closed"));
                    }
                }))
                .isInstanceOf(java.io.UncheckedIOException.class);
        assertThat(begun.get()).isLessThanOrEqualTo(8);
    }
}
