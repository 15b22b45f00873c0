package dev.bale.registry.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.TestTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class BinaryCopyTest {
    private static final String TABLE = """
            create temporary table copied (
                a bigint, b smallint, c boolean, d uuid, e timestamptz, f bytea, g text
            ) on commit drop
            """;
    private static final String COPY = "copy copied from stdin (format binary)";

    @Inject
    Database database;

    @Test
    @TestTransaction
    void every_type_comes_back_as_it_was_written() {
        List<Long> longs = List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
        List<Integer> shorts = List.of(0, -1, -32_768, 32_767);
        List<UUID> uuids = List.of(
                new UUID(0, 0),
                new UUID(-1, -1),
                UUID.randomUUID(),
                UUID.fromString("00000000-0000-0000-8000-000000000001"));
        List<Instant> instants = List.of(
                Instant.EPOCH,
                Instant.parse("2000-01-01T00:00:00Z"),
                Instant.parse("1999-12-31T23:59:59.999999Z"),
                Instant.parse("2026-11-22T03:00:00.123456Z"));
        List<String> texts = List.of("", "Grüße/漢字/🐋", "tab\tnew\nline\\.\r", "e\u0301");
        database.update(TABLE, p -> {});

        database.copy(COPY, 7, copy -> {
            for (int i = 0; i < 4; i++) {
                copy.row()
                        .bigint(longs.get(i))
                        .smallint(shorts.get(i))
                        .bool(i % 2 == 1)
                        .uuid(uuids.get(i))
                        .timestamp(instants.get(i))
                        .bytes(new byte[] {(byte) i, 0, -1})
                        .text(texts.get(i));
            }
        });

        assertThat(column("a", Long.class)).isEqualTo(longs);
        assertThat(column("b::integer", Integer.class)).isEqualTo(shorts);
        assertThat(column("c", Boolean.class)).containsExactly(false, true, false, true);
        assertThat(column("d", UUID.class)).isEqualTo(uuids);
        assertThat(database.query(
                        "select e from copied order by ctid", p -> {}, row -> Database.requiredInstant(row, 1)))
                .isEqualTo(instants);
        assertThat(column("encode(f, 'hex')", String.class)).containsExactly("0000ff", "0100ff", "0200ff", "0300ff");
        assertThat(column("g", String.class)).isEqualTo(texts);
    }

    @Test
    @TestTransaction
    void absent_values_are_null_and_empty_ones_are_not() {
        database.update(TABLE, p -> {});

        database.copy(
                "copy copied (f, g) from stdin (format binary)",
                2,
                copy -> copy.row()
                        .bytes(null)
                        .text(null)
                        .row()
                        .bytes(new byte[0])
                        .text(""));

        assertThat(column("f is null and g is null", Boolean.class)).containsExactly(true, false);
        assertThat(column("f = '' and g = ''", Boolean.class)).containsExactly(null, true);
    }

    @Test
    @TestTransaction
    void values_larger_than_any_buffer_come_back_whole() {
        byte[] large = new byte[5_000_000];
        Arrays.fill(large, (byte) 7);
        large[large.length - 1] = 8;
        String text = "漢".repeat(300_000);
        database.update(TABLE, p -> {});

        database.copy(
                "copy copied (f, g) from stdin (format binary)",
                2,
                copy -> copy.row().bytes(large).text(text));

        assertThat(database.first("select f from copied", p -> {}, row -> row.getBytes(1)))
                .hasValue(large);
        assertThat(column("g", String.class)).containsExactly(text);
    }

    @Test
    @TestTransaction
    void no_rows_are_a_copy_too() {
        database.update(TABLE, p -> {});

        database.copy(COPY, 7, copy -> {});

        assertThat(column("a", Long.class)).isEmpty();
    }

    private <T> List<T> column(String expression, Class<T> type) {
        return database.query(
                "select " + expression + " from copied order by ctid", p -> {}, row -> row.getObject(1, type));
    }
}
