package dev.bale.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Splitting, with a rule a thousandth of the frozen one so that many fragments are few bytes. */
class FragmentSplitterTest {
    private static final SplitRule SMALL = new SplitRule(4 << 10, 13 << 10, 64 << 10, 16, 12);

    private record Split(List<FragmentRef> fragments, Sha256 whole) {}

    private static Split split(byte[] bytes) throws IOException {
        return split(new ByteArrayInputStream(bytes), bytes.length);
    }

    private static Split split(InputStream in, long size) throws IOException {
        List<FragmentRef> fragments = new ArrayList<>();
        long[] end = {0};
        Sha256 whole = new FragmentSplitter(SMALL).split(in, size, false, (offset, length, sha256) -> {
            assertThat(offset).isEqualTo(end[0]);
            end[0] += length;
            fragments.add(new FragmentRef(sha256, length));
        });
        assertThat(end[0]).isEqualTo(size);
        return new Split(fragments, whole);
    }

    @Property(tries = 30)
    void fragments_are_the_bytes_of_the_file_however_they_are_read(
            @ForAll @IntRange(min = 1, max = 1 << 20) int size, @ForAll Random random) throws IOException {
        byte[] bytes = new SampleBytes(random.nextInt(5), size).readAllBytes();

        Split split = split(bytes);

        int at = 0;
        for (FragmentRef fragment : split.fragments()) {
            int end = at + (int) fragment.size();
            assertThat(Sha256.of(Arrays.copyOfRange(bytes, at, end))).isEqualTo(fragment.sha256());
            boolean inRange = fragment.size() >= SMALL.min() && fragment.size() <= SMALL.max();
            assertThat(inRange || end == size).isTrue();
            at = end;
        }
        assertThat(split.whole()).isEqualTo(Sha256.of(bytes));
        InputStream trickle = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(5_000)));
            }
        };
        assertThat(split(trickle, size)).isEqualTo(split);
        assertThat(new FragmentSplitter(SMALL).boundaries(new ByteArrayInputStream(bytes), size, false))
                .extracting(FragmentSplitter.Run::size)
                .isEqualTo(split.fragments().stream().map(FragmentRef::size).toList());
    }

    @Property(tries = 30)
    void a_local_edit_changes_few_fragments(
            @ForAll @IntRange(max = (1 << 20) - 1) int at, @ForAll @IntRange(max = 100) int inserted)
            throws IOException {
        byte[] before = new SampleBytes(7, 1 << 20).readAllBytes();
        ByteArrayOutputStream after = new ByteArrayOutputStream();
        after.write(before, 0, at);
        after.write(new byte[inserted]);
        after.write(before, at, before.length - at);

        Set<FragmentRef> changed = new HashSet<>(split(after.toByteArray()).fragments());
        changed.removeAll(split(before).fragments());

        assertThat(changed).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void appending_keeps_all_fragments_but_the_last() throws IOException {
        List<FragmentRef> before =
                split(new SampleBytes(7, 1 << 20).readAllBytes()).fragments();
        List<FragmentRef> after =
                split(new SampleBytes(7, 3 << 19).readAllBytes()).fragments();

        assertThat(after).startsWith(before.subList(0, before.size() - 1).toArray(FragmentRef[]::new));
    }

    @Test
    void the_mean_is_about_a_quarter_of_the_maximum() throws IOException {
        int count =
                split(new SampleBytes(3, 16 << 20).readAllBytes()).fragments().size();

        assertThat((16 << 20) / count).isBetween(14 << 10, 18 << 10);
    }

    @Test
    void a_file_that_stays_whole_is_one_fragment_of_any_size() throws IOException {
        List<Long> sizes = new ArrayList<>();

        Sha256 whole = new FragmentSplitter(SMALL)
                .split(new SampleBytes(1, 1 << 20), 1 << 20, true, (offset, size, sha256) -> sizes.add(size));

        assertThat(sizes).containsExactly(1L << 20);
        assertThat(whole).isEqualTo(Sha256.of(new SampleBytes(1, 1 << 20).readAllBytes()));
    }

    @Test
    void a_file_that_changed_its_length_while_it_was_read_is_refused() {
        for (long declared : new long[] {999, 1_001}) {
            assertThatThrownBy(() -> split(new SampleBytes(1, 1_000), declared))
                    .isInstanceOfSatisfying(
                            InvalidManifest.class,
                            e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.FILE_LENGTH));
        }
    }

    @Test
    void columnar_files_are_told_by_name_and_by_both_ends() {
        assertThat(columnar("a.parquet", "PAR1abcd", "abcdPAR1")).isTrue();
        assertThat(columnar("a.snappy.PARQUET", "PAR1abcd", "abcdPARE")).isTrue();
        assertThat(columnar("a.orc", "ORCabcde", "abcdORC\u0011")).isTrue();
        assertThat(columnar("a.arrow", "ARROW1\0\0", "a\0ARROW1")).isTrue();
        assertThat(columnar("a.feather", "FEA1abcd", "abcdFEA1")).isTrue();
        assertThat(columnar("a.csv", "PAR1abcd", "abcdPAR1")).isFalse();
        assertThat(columnar("parquet", "PAR1abcd", "abcdefgh")).isFalse();
        assertThat(columnar("a.parquet", "abcdabcd", "abcdPAR1")).isFalse();
        assertThat(columnar("a.parquet", "PAR", "PAR")).isFalse();
        assertThat(columnar("a.parquet", "", "")).isFalse();
    }

    private static boolean columnar(String name, String head, String tail) {
        return Columnar.isColumnar(name, VectorFile.utf8(head), VectorFile.utf8(tail));
    }
}
