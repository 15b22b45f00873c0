package dev.bale.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.store.HashCache.Known;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashCacheTest {
    private static final long NOW = TimeUnit.DAYS.toNanos(20_000);
    private static final long LONG_AGO = NOW - TimeUnit.HOURS.toNanos(1);

    @TempDir
    private Path caches;

    private static Known known(String path, long modified) {
        return new Known(
                EntryPath.of(path),
                new FileStamp(FileStamp.Kind.FILE, 5, modified, modified, 7),
                Sha256.of(path.getBytes(StandardCharsets.UTF_8)),
                List.of(new FragmentRef(Sha256.of(new byte[] {1}), 3), new FragmentRef(Sha256.of(new byte[] {2}), 2)));
    }

    private HashCache open() throws IOException {
        return HashCache.open(caches, Path.of("/data/folder"));
    }

    private void remember(Known... all) throws IOException {
        try (HashCache cache = open()) {
            for (Known one : all) {
                cache.add(one, NOW);
            }
            cache.finish();
        }
    }

    @Test
    void an_unchanged_file_is_known_with_all_its_fragments() throws IOException {
        Known a = known("a", LONG_AGO);
        Known b = known("b/c", LONG_AGO);
        remember(a, b);

        try (HashCache cache = open()) {
            assertThat(cache.find(a.path(), a.stamp())).contains(a);
            assertThat(cache.find(b.path(), b.stamp())).contains(b);
        }
    }

    @Test
    void another_size_time_or_inode_makes_a_file_unknown() throws IOException {
        Known a = known("a", LONG_AGO);
        remember(a);

        for (FileStamp other : List.of(
                new FileStamp(FileStamp.Kind.FILE, 6, LONG_AGO, LONG_AGO, 7),
                new FileStamp(FileStamp.Kind.FILE, 5, LONG_AGO + 1, LONG_AGO, 7),
                new FileStamp(FileStamp.Kind.FILE, 5, LONG_AGO, LONG_AGO + 1, 7),
                new FileStamp(FileStamp.Kind.FILE, 5, LONG_AGO, LONG_AGO, 8))) {
            try (HashCache cache = open()) {
                assertThat(cache.find(a.path(), other)).isEmpty();
            }
        }
    }

    @Test
    void a_file_written_within_the_tick_of_its_reading_is_never_trusted() throws IOException {
        Known racy = known("a", NOW - TimeUnit.MILLISECONDS.toNanos(1_500));
        Known calm = known("b", NOW - TimeUnit.MILLISECONDS.toNanos(2_500));
        remember(racy, calm);

        try (HashCache cache = open()) {
            assertThat(cache.find(racy.path(), racy.stamp())).isEmpty();
            assertThat(cache.find(calm.path(), calm.stamp())).contains(calm);
        }
    }

    @Test
    void what_a_killed_push_had_hashed_is_known_to_the_next() throws IOException {
        Known old = known("a", LONG_AGO);
        Known fresh = known("b", LONG_AGO);
        remember(old);
        HashCache killed = open();
        killed.add(fresh, NOW);
        killed.flush();
        killed.close();

        try (HashCache cache = open()) {
            assertThat(cache.find(old.path(), old.stamp())).contains(old);
            assertThat(cache.find(fresh.path(), fresh.stamp())).contains(fresh);
        }
    }

    @Test
    void a_damaged_line_only_costs_hashing_what_follows_it() throws IOException {
        Known a = known("a", LONG_AGO);
        Known b = known("b", LONG_AGO);
        remember(a, b);
        Path file;
        try (Stream<Path> files = Files.list(caches)) {
            file = files.filter(path -> !path.toString().contains(".lock"))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 20));

        try (HashCache cache = open()) {
            assertThat(cache.find(a.path(), a.stamp())).contains(a);
            assertThat(cache.find(b.path(), b.stamp())).isEmpty();
        }
    }

    @Test
    void a_second_push_of_the_same_folder_neither_reads_nor_disturbs() throws IOException {
        Known a = known("a", LONG_AGO);
        remember(a);

        try (HashCache first = open();
                HashCache second = open()) {
            assertThat(second.find(a.path(), a.stamp())).isEmpty();
            second.add(known("x", LONG_AGO), NOW);
            second.finish();
            assertThat(first.find(a.path(), a.stamp())).contains(a);
        }
    }
}
