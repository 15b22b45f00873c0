package dev.bale.client.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.client.ClientException;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Meta;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata given in a file, and kept from the version before. */
class EntryMetadataTest {
    private static final String LARGE = "{\"text\":\"" + "x".repeat(2_000) + "\"}";

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("meta.ndjson"), String.join("\n", lines));
    }

    private static Meta inline(String json) {
        return MetadataObject.of(json).asMeta();
    }

    private static Iterator<EntryAt> kept(Map<String, Meta> metas) {
        TreeMap<EntryPath, Meta> sorted = new TreeMap<>();
        metas.forEach((path, meta) -> sorted.put(EntryPath.of(path), meta));
        List<EntryAt> entries = new ArrayList<>();
        sorted.forEach((path, meta) ->
                entries.add(new EntryAt(entries.size(), new Entry(path, 0, Sha256.of(), Fragments.SINGLE, meta))));
        return entries.iterator();
    }

    private EntryMetadata open(Path file, Iterator<EntryAt> kept) throws IOException {
        return EntryMetadata.open(file, kept, folder);
    }

    private ClientException refused(String... lines) {
        ClientException[] refusal = new ClientException[1];
        assertThatThrownBy(() -> open(file(lines), Collections.emptyIterator()))
                .isInstanceOfSatisfying(ClientException.class, e -> refusal[0] = e);
        assertThat(refusal[0].kind()).isEqualTo(ClientException.Kind.INVALID);
        return refusal[0];
    }

    @Test
    void lines_may_come_in_any_order_and_any_json() throws IOException {
        Path file = file(
                "{\"path\":\"a b\",\"meta\":{\"n\":1}}",
                "",
                " { \"meta\" : {\"z\": 1.50, \"a\": [true, null, \"\\u00e9\"]}, \"path\" : \"a/b\" } ",
                "{\"path\":\"cafe\u0301\",\"meta\":{\"normal\":true}}");

        try (EntryMetadata metadata = open(file, Collections.emptyIterator())) {
            assertThat(metadata.of(EntryPath.of("a/b"))).isEqualTo(inline("{\"a\":[true,null,\"é\"],\"z\":1.5}"));
            assertThat(metadata.of(EntryPath.of("a b"))).isEqualTo(inline("{\"n\":1}"));
            assertThat(metadata.of(EntryPath.of("b"))).isEqualTo(Meta.NONE);
            assertThat(metadata.of(EntryPath.of("caf\u00e9"))).isEqualTo(inline("{\"normal\":true}"));
            metadata.finish();
            assertThat(metadata.hasStored()).isFalse();
        }
    }

    @Test
    void large_metadata_is_kept_by_its_hash() throws IOException {
        Path file = file(
                "{\"path\":\"a\",\"meta\":" + LARGE + "}",
                "{\"path\":\"b\",\"meta\":{\"text\":\"" + "y".repeat(3_000) + "\"}}");

        try (EntryMetadata metadata = open(file, Collections.emptyIterator())) {
            Meta a = metadata.of(EntryPath.of("a"));
            Meta b = metadata.of(EntryPath.of("b"));
            metadata.finish();

            assertThat(a)
                    .isEqualTo(new Meta.Stored(Sha256.of(LARGE.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
            List<Meta> stored = new ArrayList<>();
            metadata.stored().forEachRemaining(item -> {
                assertThat(Sha256.of(item.value())).isEqualTo(EntryMetadata.hash(item));
                stored.add(new Meta.Stored(EntryMetadata.hash(item)));
            });
            assertThat(stored).containsExactlyInAnyOrder(a, b);
            assertThat(metadata.keepsStored()).isFalse();
        }
    }

    @Test
    void what_is_not_given_is_kept_and_null_takes_it_away() throws IOException {
        Meta large = inline(LARGE);
        Iterator<EntryAt> before = kept(Map.of(
                "gone", inline("{\"was\":1}"),
                "keep", large,
                "none", Meta.NONE,
                "replace", inline("{\"was\":1}"),
                "take", inline("{\"was\":1}")));
        Path file = file("{\"path\":\"take\",\"meta\":null}", "{\"path\":\"replace\",\"meta\":{\"is\":2}}");

        try (EntryMetadata metadata = open(file, before)) {
            assertThat(metadata.of(EntryPath.of("keep"))).isEqualTo(large);
            assertThat(metadata.of(EntryPath.of("new"))).isEqualTo(Meta.NONE);
            assertThat(metadata.of(EntryPath.of("none"))).isEqualTo(Meta.NONE);
            assertThat(metadata.of(EntryPath.of("replace"))).isEqualTo(inline("{\"is\":2}"));
            assertThat(metadata.of(EntryPath.of("take"))).isEqualTo(Meta.NONE);
            metadata.finish();
            assertThat(metadata.keepsStored()).isTrue();
        }
    }

    @Test
    void a_path_that_the_folder_does_not_have_is_told() throws IOException {
        Path file = file("{\"path\":\"a/typo\",\"meta\":{\"n\":1}}", "{\"path\":\"zz\",\"meta\":null}");

        try (EntryMetadata metadata = open(file, Collections.emptyIterator())) {
            assertThat(metadata.of(EntryPath.of("b"))).isEqualTo(Meta.NONE);
            assertThatThrownBy(metadata::finish)
                    .isInstanceOfSatisfying(
                            ClientException.class, e -> assertThat(e.paths()).containsExactly("a/typo", "zz"))
                    .hasMessageContaining("2 files");
        }
    }

    @Test
    void a_path_given_twice_is_told_with_both_lines() {
        ClientException refusal = refused(
                "{\"path\":\"a\",\"meta\":{\"n\":1}}",
                "{\"path\":\"b\",\"meta\":{\"n\":1}}",
                "{\"path\":\"a\",\"meta\":{\"n\":1}}");

        assertThat(refusal).hasMessageContaining("lines 1 and 3").hasMessageContaining("about a");
    }

    @Test
    void a_line_that_is_wrong_is_told_with_its_number() {
        String good = "{\"path\":\"a\",\"meta\":{\"n\":1}}";
        for (String bad : List.of(
                "no JSON",
                "[]",
                "{\"path\":\"b\"}",
                "{\"meta\":{\"n\":1}}",
                "{\"path\":\"b\",\"meta\":{}}",
                "{\"path\":\"b\",\"meta\":[1]}",
                "{\"path\":\"b\",\"meta\":\"text\"}",
                "{\"path\":7,\"meta\":{\"n\":1}}",
                "{\"path\":\"../b\",\"meta\":{\"n\":1}}",
                "{\"path\":\"b\",\"meta\":{\"n\":1},\"more\":1}",
                "{\"path\":\"b\",\"path\":\"c\",\"meta\":{\"n\":1}}",
                "{\"path\":\"b\",\"meta\":{\"n\":1,\"n\":2}}",
                "{\"path\":\"b\",\"meta\":{\"n\":1}} {}",
                "{\"path\":\"b\",\"meta\":{\"n\":1}",
                "{\"path\":\"b\",\"meta\":{\"n\":9007199254740993}}",
                "{\"path\":\"b\",\"meta\":{\"n\":1e400}}",
                "{\"path\":\"b\",\"meta\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(41),
                "{\"path\":\"b\",\"meta\":" + "{\"a\":".repeat(17) + "1" + "}".repeat(18),
                "{\"path\":\"b\",\"meta\":{\"n\":\"" + "x".repeat(1 << 20) + "\"}}")) {
            assertThat(refused(good, "", bad))
                    .as(bad.substring(0, Math.min(80, bad.length())))
                    .hasMessageContaining("line 3");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.spool");
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        assertThatThrownBy(() -> open(folder.resolve("none"), Collections.emptyIterator()))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("none");
    }
}
