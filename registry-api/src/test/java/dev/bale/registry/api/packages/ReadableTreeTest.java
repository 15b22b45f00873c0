package dev.bale.registry.api.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.EntryRun;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageReader;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.TreeReader;
import dev.bale.registry.api.access.View;
import dev.bale.registry.db.packages.VersionRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody may read of a version is in everything like a version that has nothing else. */
class ReadableTreeTest {
    private static final List<String> NAMES = List.of("a", "a.txt", "ab", "b", "z");

    private final Map<Sha256, Page> pages = new HashMap<>();
    private final PageReader reader = addresses ->
            addresses.stream().map(address -> pages.get(address.name())).toList();

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_view_is_like_a_version_of_its_entries_alone(int seed) {
        Random random = new Random(seed);
        List<Entry> all = entries(random);
        View view = random.nextInt(10) == 0 ? View.WHOLE : View.of(paths(random, 1 + random.nextInt(4)));
        ReadableTree readable = new ReadableTree(reader, version(all), view);

        List<Entry> some =
                all.stream().filter(entry -> view.covers(entry.path())).toList();
        TreeReader alone = new TreeReader(reader, tree(some).root());

        assertThat(readable.entries()).isEqualTo(some.size());
        assertThat(readable.bytes())
                .isEqualTo(some.stream().mapToLong(Entry::size).sum());
        List<@Nullable EntryPath> places = new ArrayList<>(paths(random, 12));
        places.add(null);
        all.stream().limit(20).map(Entry::path).forEach(places::add);
        for (EntryPath place : places) {
            sameAt(readable, alone, place, places);
        }
        sameByOrdinal(readable, alone, some.size(), random);
        sameInVersion(readable, all, view, random);
    }

    private static void sameAt(
            ReadableTree readable, TreeReader alone, @Nullable EntryPath place, List<@Nullable EntryPath> afters) {
        EntryRun count = alone.count(place);
        assertThat(readable.count(place).entries()).isEqualTo(count.entries());
        assertThat(readable.count(place).bytes()).isEqualTo(count.bytes());
        if (count.entries() > 0) {
            assertThat(readable.count(place)).isEqualTo(count);
        }
        if (place != null) {
            assertThat(readable.lookup(place)).isEqualTo(alone.lookup(place));
        }
        for (EntryPath after : afters) {
            assertThat(list(readable.scan(place, after))).isEqualTo(list(alone.scan(place, after)));
        }
        for (String after : NAMES) {
            assertThat(readable.children(place, after, 3)).isEqualTo(alone.children(place, after, 3));
        }
        EntryRun below = readable.count(place);
        for (long ordinal = below.firstOrdinal(); ordinal < below.firstOrdinal() + below.entries(); ordinal++) {
            assertThat(readable.childrenFrom(place, ordinal, 3)).isEqualTo(alone.childrenFrom(place, ordinal, 3));
        }
        assertThat(readable.children(place, null, 1)).isEqualTo(alone.children(place, null, 1));
        assertThat(readable.children(place, null, 100)).isEqualTo(alone.children(place, null, 100));
    }

    private static void sameByOrdinal(ReadableTree readable, TreeReader alone, int size, Random random) {
        for (int i = 0; i < 20; i++) {
            long from = random.nextInt(size + 1);
            long to = from + random.nextInt(size + 3);
            assertThat(list(readable.range(from, to))).isEqualTo(list(alone.range(from, to)));
            assertThat(readable.entryAt(from)).isEqualTo(alone.entryAt(from));
        }
        assertThat(readable.entryAt(size)).isEmpty();
    }

    private static void sameInVersion(ReadableTree readable, List<Entry> all, View view, Random random) {
        long from = random.nextInt(all.size());
        long to = from + 1 + random.nextInt((int) (all.size() - from));
        assertThat(readable.hasAll(new ReadableTree.Span(from, to)))
                .isEqualTo(all.subList((int) from, (int) to).stream().allMatch(entry -> view.covers(entry.path())));
        long size = readable.entries();
        if (size > 0) {
            long first = random.nextInt((int) size);
            long last = first + 1 + random.nextInt((int) (size - first));
            List<Entry> there = readable.inVersion(first, last).stream()
                    .flatMap(span -> all.subList((int) span.from(), (int) span.to()).stream())
                    .toList();
            assertThat(there)
                    .isEqualTo(list(readable.range(first, last)).stream()
                            .map(EntryAt::entry)
                            .toList());
        }
    }

    private static List<EntryAt> list(Iterator<EntryAt> entries) {
        List<EntryAt> all = new ArrayList<>();
        entries.forEachRemaining(all::add);
        return all;
    }

    private static List<EntryPath> paths(Random random, int count) {
        List<EntryPath> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
            }
            paths.add(EntryPath.of(path.toString()));
        }
        return paths;
    }

    /** Folders of the same few names, with some hundred files each, so that there are several pages. */
    private static List<Entry> entries(Random random) {
        Map<EntryPath, Entry> entries = new TreeMap<>();
        for (EntryPath folder : paths(random, 12)) {
            int files = random.nextInt(4) == 0 ? 150 : random.nextInt(3);
            for (int i = 0; i < files; i++) {
                add(entries, folder.child("%03d".formatted(i)), random);
            }
        }
        paths(random, 8).forEach(path -> add(entries, path, random));
        add(entries, EntryPath.of("zz"), random);
        return List.copyOf(entries.values());
    }

    /** Unless it would be file and folder. */
    private static void add(Map<EntryPath, Entry> entries, EntryPath path, Random random) {
        boolean clashes = entries.keySet().stream()
                .anyMatch(other -> other.startsWithFolder(path) || path.startsWithFolder(other));
        if (!clashes) {
            byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
            entries.put(path, Entry.of(path, random.nextInt(1_000), Sha256.of(bytes)));
        }
    }

    private Tree tree(List<Entry> entries) {
        TreeBuilder builder = new TreeBuilder(page -> pages.put(page.name(), page));
        entries.forEach(builder::add);
        return builder.finish();
    }

    private VersionRow version(List<Entry> entries) {
        Tree tree = tree(entries);
        return new VersionRow(
                1, 1, tree.root(), "", tree.root(), tree.level(), tree.entries(), tree.bytes(), Instant.EPOCH, false);
    }
}
