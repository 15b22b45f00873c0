package dev.bale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.progress.TransferMeter.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
    private static final Reading HALF =
            new Reading("Uploading", 5, 500_000_000, 10, 1_000_000_000, Duration.ofSeconds(10));
    private static final Reading UNKNOWN = new Reading("Reading", 1_234, 99, -1, -1, Duration.ofSeconds(1));

    @Test
    void a_line_tells_bytes_files_rate_and_time_left() {
        assertThat(ProgressText.line(HALF))
                .isEqualTo("Uploading: 500 MB of 1.00 GB, 5 of 10 files, 50.0 MB/s, 10 s left");
    }

    @Test
    void what_is_unknown_is_left_out() {
        assertThat(ProgressText.line(UNKNOWN)).isEqualTo("Reading: 99 B, 1,234 files, 99 B/s");
    }

    @Test
    void a_bar_shows_the_share_and_what_is_left() {
        assertThat(ProgressText.bar(HALF, 100))
                .contains("[###############---------------]", " 50 %", "10 s left", "5 of 10 files");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20, 40, 60, 79, 80, 200})
    void a_bar_never_reaches_the_last_column(int columns) {
        assertThat(ProgressText.bar(HALF, columns)).hasSizeLessThan(Math.max(1, columns));
        assertThat(ProgressText.bar(UNKNOWN, columns)).hasSizeLessThan(Math.max(1, columns));
    }
}
