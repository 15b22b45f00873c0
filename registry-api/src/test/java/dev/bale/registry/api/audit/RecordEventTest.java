package dev.bale.registry.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a client calls itself is kept, and must harm nobody who reads it. */
class RecordEventTest {
    @Test
    void nothing_that_breaks_a_line_or_steers_a_terminal_is_kept_of_a_program() {
        assertThat(RecordEvent.program("bale \u001b[31m 1.0\r\nforged\u0000\u007f"))
                .isEqualTo("bale ?[31m 1.0??forged??");
    }

    @Test
    void a_long_name_of_a_program_is_cut() {
        assertThat(RecordEvent.program("x".repeat(10_000))).hasSize(300);
        assertThat(RecordEvent.program(null)).isNull();
    }
}
