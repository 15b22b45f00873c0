package dev.bale.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyEntriesDrillTest {

    @Test
    void a_hundred_thousand_entries_over_a_thousand_fragments_are_pushed_listed_installed_in_part_and_changed()
            throws Exception {
        ManyEntriesDrill.Result result = ManyEntriesDrill.run(100_000);

        assertThat(result.push().output().get("entries").asLong()).isEqualTo(100_000);
        assertThat(result.push().output().get("uploaded_fragments").asLong()).isEqualTo(1_000);
        assertThat(result.install().output().get("entries").asLong()).isEqualTo(1_000);
        assertThat(result.again().output().get("up_to_date").asBoolean()).isTrue();
        assertThat(result.again().output().get("uploaded_fragments").asLong()).isZero();
        assertThat(result.change().output().get("uploaded_fragments").asLong()).isEqualTo(1);
        assertThat(result.change().output().get("metadata_bytes").asLong()).isLessThan(100_000);
    }
}
