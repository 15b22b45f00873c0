package dev.bale.client.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.progress.Progress;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.FragmentSplitter;
import dev.bale.manifest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHasherTest {
    private static final int LARGE = (64 << 20) + 12_345_678;

    @TempDir
    private Path folder;

    private final ContentHasher hasher = new ContentHasher(Progress.NONE);

    private LocalFile file(String name, byte[] content) throws IOException {
        Path path = Files.write(folder.resolve(name), content);
        return new LocalFile(path, EntryPath.of(name), FileStamp.of(path));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_small_file_is_one_fragment_and_so_is_an_empty_one() throws IOException {
        byte[] content = random(1_000_000);

        assertThat(hasher.hash(file("a", content)).sha256()).isEqualTo(Sha256.of(content));
        assertThat(hasher.hash(file("a", content)).fragments()).isEmpty();
        assertThat(hasher.hash(file("b", new byte[0])).sha256()).isEqualTo(Sha256.of());
    }

    @Test
    void a_large_file_is_split_exactly_as_the_format_says() throws IOException {
        byte[] content = random(LARGE);
        List<FragmentRef> expected = new ArrayList<>();
        Sha256 whole = new FragmentSplitter()
                .split(
                        new ByteArrayInputStream(content),
                        LARGE,
                        false,
                        (offset, size, sha256) -> expected.add(new FragmentRef(sha256, size)));

        HashedFile hashed = hasher.hash(file("large.bin", content));

        assertThat(hashed.sha256()).isEqualTo(whole);
        assertThat(hashed.fragments()).isEqualTo(expected).hasSizeGreaterThan(1);
    }

    @Test
    void a_large_columnar_file_stays_whole() throws IOException {
        byte[] content = random(LARGE);
        for (int i = 0; i < 4; i++) {
            content[i] = content[LARGE - 4 + i] = (byte) "PAR1".charAt(i);
        }

        assertThat(hasher.hash(file("large.parquet", content)).fragments()).isEmpty();
        assertThat(hasher.hash(file("large.bin", content)).fragments()).isNotEmpty();
    }

    @Test
    void a_file_that_changed_since_the_walk_is_read_again_with_its_new_stamp() throws IOException {
        LocalFile walked = file("a", random(100));
        byte[] newer = random(50);
        Files.write(walked.path(), newer);

        HashedFile hashed = hasher.hash(walked);

        assertThat(hashed.sha256()).isEqualTo(Sha256.of(newer));
        assertThat(hashed.file().stamp().size()).isEqualTo(50);
    }
}
