package dev.bale.client.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransferMeterTest {
    private final AtomicLong now = new AtomicLong();
    private final TransferMeter meter = new TransferMeter(now::get);

    @Test
    void counts_of_many_threads_add_up() {
        meter.phase("Uploading");

        IntStream.range(0, 1000).parallel().forEach(i -> {
            meter.bytes(10);
            meter.files(1);
        });

        assertThat(meter.reading().bytes()).isEqualTo(10_000);
        assertThat(meter.reading().files()).isEqualTo(1_000);
    }

    @Test
    void rate_and_time_left_follow_from_bytes_and_time() {
        meter.phase("Uploading");
        meter.total(4, 4_000);
        meter.bytes(1_000);
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(meter.reading().bytesPerSecond()).isCloseTo(500, within(0.1));
        assertThat(meter.reading().secondsLeft()).isCloseTo(6, within(0.1));
    }

    @Test
    void without_a_total_nobody_knows_what_is_left() {
        meter.phase("Reading");
        meter.bytes(1_000);
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(meter.reading().secondsLeft()).isNegative();
    }

    @Test
    void a_new_phase_starts_from_zero() {
        meter.phase("Reading");
        meter.bytes(1_000);

        meter.phase("Uploading");

        assertThat(meter.reading().bytes()).isZero();
        assertThat(meter.reading().phase()).isEqualTo("Uploading");
    }
}
