package dev.bale.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Paths, what is odd about them, hashes and positions. */
class PathsTest {
    @Property(tries = 2_000)
    void order_is_that_of_components(
            @ForAll @Chars({'a', '/', '!', 'é', '\uff5e'}) @StringLength(min = 1, max = 6) String one,
            @ForAll @Chars({'a', '/', '!', 'é', '\uff5e'}) @StringLength(min = 1, max = 6) String other) {
        EntryPath a;
        EntryPath b;
        try {
            a = EntryPath.of(one);
            b = EntryPath.of(other);
        } catch (InvalidManifest e) {
            return;
        }

        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(compareComponents(one, other)));
        assertThat(a.startsWithFolder(b)).isEqualTo(one.startsWith(other + "/"));
    }

    private static int compareComponents(String one, String other) {
        String[] a = one.split("/", -1);
        String[] b = other.split("/", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = Arrays.compareUnsigned(
                    a[i].getBytes(StandardCharsets.UTF_8), b[i].getBytes(StandardCharsets.UTF_8));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    @Test
    void the_pinned_code_points_are_those_of_unicode_13_on_every_runtime() {
        int pinned = 0;
        int known = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            boolean assigned = Character.isDefined(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
            known += assigned ? 1 : 0;
            if (AssignedCodePoints.contains(codePoint)) {
                pinned++;
                assertThat(assigned).as("U+%04X", codePoint).isTrue();
            }
        }

        assertThat(pinned).isEqualTo(281_392);
        assertThat(known).isGreaterThanOrEqualTo(pinned);
    }

    @Test
    void a_path_knows_its_name_and_its_folder() {
        EntryPath path = EntryPath.of("a/b/c");

        assertThat(path.name()).isEqualTo("c");
        assertThat(path.parent()).contains(EntryPath.of("a/b"));
        assertThat(EntryPath.of("a").parent()).isEmpty();
        assertThat(EntryPath.of("a/b").child("c")).isEqualTo(path);
        assertThat(EntryPath.normalise("cafe\u0301")).isEqualTo("caf\u00e9");
    }

    @Test
    void utf_8_that_is_none_is_refused() {
        assertThatThrownBy(() -> EntryPath.ofUtf8(new byte[] {(byte) 0xc0, (byte) 0xaf}))
                .isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> EntryPath.ofUtf8(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
                .isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> EntryPath.of("a\ud83e")).isInstanceOf(InvalidManifest.class);
    }

    @Test
    void paths_that_not_every_computer_holds_are_warned_of() {
        assertThat(warnings("con", "data/NUL.txt", "data/aux/x", "data/console"))
                .containsExactly("RESERVED_NAME con", "RESERVED_NAME data/NUL.txt", "RESERVED_NAME data/aux");
        assertThat(warnings("a.", "b /c", "d .x"))
                .containsExactly("TRAILING_DOT_OR_SPACE a.", "TRAILING_DOT_OR_SPACE b ");
        assertThat(warnings("a:b", "what?")).containsExactly("RESERVED_CHARACTER a:b", "RESERVED_CHARACTER what?");
        assertThat(warnings("a\u202eb")).containsExactly("HIDDEN_CHARACTER a\u202eb");
        assertThat(warnings("Data/x", "b/X", "b/x", "data/x", "É", "é"))
                .containsExactly("CASE_COLLISION b/x", "CASE_COLLISION data", "CASE_COLLISION é");
        assertThat(warnings("a/b/c", "a/b/d", "b/c")).isEmpty();
    }

    private static List<String> warnings(String... paths) {
        PortablePaths portable = new PortablePaths();
        List<String> found = new ArrayList<>();
        for (String path : paths) {
            portable.check(EntryPath.of(path)).forEach(warning -> found.add(warning.kind() + " " + warning.path()));
        }
        return found;
    }

    @Property(tries = 500)
    void a_hash_is_read_back_and_ordered_as_its_text(@ForAll long one, @ForAll long other) {
        Sha256 a = Sha256.of(Long.toString(one).getBytes(StandardCharsets.US_ASCII));
        Sha256 b = Sha256.of(Long.toString(other).getBytes(StandardCharsets.US_ASCII));

        assertThat(Sha256.parse(a.toString())).isEqualTo(a).hasSameHashCodeAs(a);
        assertThat(Sha256.ofHex(a.hex())).isEqualTo(a);
        assertThat(Sha256.ofBytes(a.toBytes())).isEqualTo(a);
        assertThat(Integer.signum(a.compareTo(b)))
                .isEqualTo(Integer.signum(a.hex().compareTo(b.hex())));
    }

    @Test
    void positions_are_read_in_one_form_only() {
        for (String text : List.of("", "0", "0.4.17", "255.0")) {
            assertThat(PagePosition.parse(text)).hasToString(text);
        }
        for (String text :
                List.of(".", "0.", ".0", "0..1", "00", "-1", "256", "a", "1 ", "0" + ".0".repeat(31), "+1")) {
            assertThatThrownBy(() -> PagePosition.parse(text)).as(text).isInstanceOf(InvalidManifest.class);
        }
        assertThat(PagePosition.ROOT.child(0).child(4)).isEqualTo(PagePosition.parse("0.4"));
    }
}
