package dev.bale.manifest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {
    @Test
    void cells_are_quoted_and_quotes_doubled() {
        assertThat(CsvLine.of("a,b", "say \"hi\"", null, 7, true))
                .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",,7,\"true\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1", "\t=1"})
    void what_a_spreadsheet_would_run_begins_with_an_apostrophe_or_a_question_mark(String formula) {
        assertThat(CsvLine.of(formula)).matches("(?s)\"['?\u00a0].*");
    }

    @Test
    void a_cell_cannot_begin_another_line_nor_hide_what_it_says() {
        assertThat(CsvLine.of("a\r\nb\u0000c\u202ed")).isEqualTo("\"a??b?c?d\"\r\n");
    }

    @Test
    void a_negative_number_stays_a_number() {
        assertThat(CsvLine.of(-1)).isEqualTo("-1\r\n");
    }
}
