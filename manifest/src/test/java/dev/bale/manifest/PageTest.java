package dev.bale.manifest;

import static dev.bale.manifest.SampleEntries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** One page by itself, and pages that follow one another. */
class PageTest {
    private static final FragmentRef FRAGMENT = new FragmentRef(Sha256.of(new byte[] {1}), Limits.FRAGMENT_BYTES);

    private static final List<Page> ALL_SHAPES = List.of(
            Page.of(PageKind.ENTRIES, 0, List.of()),
            Page.of(
                    PageKind.ENTRIES,
                    0,
                    List.of(entry("a/\"b\"", 0), entry("c/é🦀", 1), listed(), paged(), withMeta())),
            Page.of(PageKind.ENTRIES, 3, List.of(new PageRef(EntryPath.of("x\"y"), Sha256.of(), 7, 9))),
            Page.of(PageKind.FRAGMENTS, 0, List.of(FRAGMENT)),
            Page.of(PageKind.FRAGMENTS, 1, List.of(new FragmentPageRef(Sha256.of(), 7, 9))));

    private static Entry listed() {
        Fragments fragments = new Fragments.Listed(List.of(FRAGMENT, FRAGMENT));
        return new Entry(EntryPath.of("d"), 2 * Limits.FRAGMENT_BYTES, Sha256.of(), fragments, Meta.NONE);
    }

    private static Entry paged() {
        Fragments fragments = new Fragments.Paged(Sha256.of(), 9);
        Meta meta = new Meta.Stored(Sha256.of());
        return new Entry(EntryPath.of("e"), 9 * Limits.FRAGMENT_BYTES, Sha256.of(), fragments, meta);
    }

    private static Entry withMeta() {
        Meta meta = MetadataObject.of("{\"b\": [1.5, -2, 1e30, {\"x\": null}], \"a\": \"\\u00e9\\n\\u0001\"}")
                .asMeta();
        return new Entry(EntryPath.of("f"), 1, Sha256.of(), Fragments.SINGLE, meta);
    }

    @Test
    void every_line_is_what_an_independent_canonicalizer_makes_of_it() throws IOException {
        for (Page page : ALL_SHAPES) {
            for (String line : new String(page.bytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isEmpty()) {
                    assertThat(line).isEqualTo(new JsonCanonicalizer(line).getEncodedString());
                }
            }
        }
    }

    @Test
    void every_shape_is_read_back_as_it_was_written() {
        for (Page page : ALL_SHAPES) {
            Page read = Page.parse(page.bytes());

            assertThat(read).isEqualTo(page);
            assertThat((List<?>) read.items()).isEqualTo(page.items());
            assertThat(read.name()).isEqualTo(page.name());
        }
    }

    @Property(tries = 5_000)
    void changed_bytes_are_refused_or_are_another_canonical_page(@ForAll Random random) {
        byte[] bytes = ALL_SHAPES.get(random.nextInt(ALL_SHAPES.size())).bytes();
        Sha256 name = Page.parse(bytes).name();
        byte[] changed = bytes.clone();
        int at = random.nextInt(changed.length);
        changed[at] = random.nextBoolean() ? (byte) random.nextInt(256) : changed[random.nextInt(changed.length)];

        Page page;
        try {
            page = Page.parse(changed);
        } catch (InvalidManifest e) {
            return;
        }

        assertThat(Page.of(page.kind(), page.level(), page.items()).bytes()).isEqualTo(changed);
        assertThat(page.name().equals(name)).isEqualTo(changed[at] == bytes[at]);
    }

    @Property(tries = 1_000)
    void a_page_cut_short_anywhere_but_at_a_line_is_refused(@ForAll Random random) {
        byte[] bytes = ALL_SHAPES.get(1).bytes();
        int length = random.nextInt(bytes.length);
        boolean atLine = length > 0 && bytes[length - 1] == '\n';

        byte[] part = Arrays.copyOf(bytes, length);

        if (atLine) {
            assertThat(Page.parse(part).name()).isNotEqualTo(Page.parse(bytes).name());
        } else {
            assertThatThrownBy(() -> Page.parse(part)).isInstanceOf(InvalidManifest.class);
        }
    }

    @Test
    void an_erased_page_is_read_only_where_erased_lines_are_expected() {
        Page erased = ALL_SHAPES.get(1).erase(0);

        assertThat(Page.parseErasable(erased.bytes()).name())
                .isEqualTo(ALL_SHAPES.get(1).name());
        assertThat(Page.parseErasable(erased.bytes()).hasErased()).isTrue();
        assertThatThrownBy(() -> Page.parse(erased.bytes())).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> erased.erase(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_of_an_erased_entry_stays() {
        Page erased = ALL_SHAPES.get(1).erase(0).erase(1).erase(2).erase(3).erase(4);

        assertThat(new String(erased.bytes(), StandardCharsets.UTF_8)).doesNotContain("path", "size", "meta", "🦀");
    }

    @Property(tries = 50)
    void pages_that_follow_one_another_are_told_apart(@ForAll @IntRange(max = 20) int count, @ForAll Random random)
            throws IOException {
        List<Page> pages = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            pages.add(ALL_SHAPES.get(random.nextInt(ALL_SHAPES.size())));
            all.writeBytes(pages.get(i).bytes());
        }

        PageStream stream = new PageStream(new ByteArrayInputStream(all.toByteArray()));

        for (Page page : pages) {
            assertThat(stream.next()).contains(page);
        }
        assertThat(stream.next()).isEqualTo(Optional.empty());
        assertThat(stream.next()).isEqualTo(Optional.empty());
    }

    @Test
    void a_stream_without_end_is_refused_after_one_line_or_one_page() {
        byte[] header = "{\"bale\":1,\"level\":0}\n".getBytes(StandardCharsets.UTF_8);

        assertRefused(
                InvalidManifest.Code.LIMIT,
                new SequenceInputStream(new ByteArrayInputStream(header), new Endless("x")));
        assertRefused(
                InvalidManifest.Code.LIMIT,
                new SequenceInputStream(new ByteArrayInputStream(header), new Endless("x\n")));
        assertRefused(InvalidManifest.Code.SYNTAX, new ByteArrayInputStream(new byte[] {'{'}));
        assertRefused(InvalidManifest.Code.SYNTAX, new ByteArrayInputStream(new byte[] {'{', '\n'}));
    }

    private static void assertRefused(InvalidManifest.Code code, InputStream in) {
        assertThatThrownBy(() -> new PageStream(in).next())
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static final class Endless extends InputStream {
        private final String text;
        private int at;

        private Endless(String text) {
            this.text = text;
        }

        @Override
        public int read() {
            return text.charAt(at++ % text.length());
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            into[offset] = (byte) read();
            return 1;
        }
    }
}
