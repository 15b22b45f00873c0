package dev.bale.manifest;

import static dev.bale.manifest.SampleEntries.entry;
import static dev.bale.manifest.VectorFile.utf8;

import dev.bale.manifest.VectorFile.Repeat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Golden vectors of pages, trees, their checks, and the splitting of files. */
class TreeVectorsTest {
    private static final String LINE = entryLine("a");

    @Test
    void pages() {
        VectorFile file =
                new VectorFile("Pages and their names. 'erased' is the same page with its first line erased.");
        acceptPage(file, "the empty version", "{\"bale\":1,\"level\":0}\n");
        acceptPage(file, "a leaf", header(0) + entryLine("a") + entryLine("b \\\"c\\\""));
        acceptPage(file, "an index page", header(1) + refLine("a") + refLine("b"));
        acceptPage(file, "the highest level", header(31) + refLine("a") + refLine("b"));
        acceptPage(
                file,
                "a leaf of fragments",
                "{\"bale\":1,\"level\":0,\"of\":\"fragments\"}\n" + fragmentLine(1)
                        + fragmentLine(Limits.FRAGMENT_BYTES));
        acceptPage(
                file,
                "an index page of fragments",
                "{\"bale\":1,\"level\":1,\"of\":\"fragments\"}\n{\"bytes\":9,\"fragments\":9,\"page\":\"" + hash("p")
                        + "\"}\n");
        acceptPage(file, "256 items", VectorFile.parts(header(0), new Repeat(LINE, 256)));
        acceptPage(file, "139,328 bytes", pageOf(139_328));
        refusePage(file, "139,329 bytes", pageOf(139_329));
        refusePage(file, "257 items", VectorFile.parts(header(0), new Repeat(LINE, 257)));
        refusePage(file, "nothing", "");
        refusePage(file, "no newline at the end", header(0) + LINE.strip());
        refusePage(file, "no newline after the header", "{\"bale\":1,\"level\":0}");
        refusePage(file, "an empty line", header(0) + LINE + "\n");
        refusePage(file, "a carriage return", header(0) + LINE.replace("\n", "\r\n"));
        refusePage(file, "no header", LINE);
        refusePage(file, "another format", "{\"bale\":2,\"level\":0}\n");
        refusePage(file, "level 32", header(32) + refLine("a"));
        refusePage(file, "another key in the header", "{\"bale\":1,\"level\":0,\"items\":0}\n");
        refusePage(file, "an entry on an index page", header(1) + LINE);
        refusePage(file, "a page on a leaf", header(0) + refLine("a"));
        refusePage(file, "an empty index page", header(1));
        refusePage(file, "an empty page of fragments", "{\"bale\":1,\"level\":0,\"of\":\"fragments\"}\n");
        refusePage(
                file,
                "a page that leads to no entry",
                header(1) + refLine("a").replace("\"entries\":1", "\"entries\":0"));
        refusePage(file, "an erased line where none is expected", header(0) + "{\"erased\":\"" + hash("a") + "\"}\n");
        file.check("pages.json");
    }

    private static List<Object> pageOf(int bytes) {
        String start = "{\"meta\":{\"a\":\"";
        String end = "\"},\"path\":\"a\",\"sha256\":\"" + hash("a") + "\",\"size\":1}\n";
        int line = 1_056;
        int lines = (bytes - header(0).length()) / line;
        int rest = bytes - header(0).length() - lines * line - (start + end).length();
        List<Object> parts = new ArrayList<>(List.of(header(0)));
        parts.add(new Repeat(start + "x".repeat(line - (start + end).length()) + end, lines));
        parts.add(start + "x".repeat(rest) + end);
        return parts;
    }

    private static void acceptPage(VectorFile file, String why, Object text) {
        file.accept(why, text, bytes -> {
            Page page = Page.parse(utf8(bytes));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", page.name().toString());
            if (page.kind() == PageKind.ENTRIES
                    && !page.items().isEmpty()
                    && page.items().size() < 10) {
                Page erased = page.erase(0);
                if (!Page.parseErasable(erased.bytes()).name().equals(page.name())) {
                    throw new IllegalStateException("erasing changed the name");
                }
                result.put("erased", new String(erased.bytes(), StandardCharsets.UTF_8));
            }
            return result;
        });
    }

    private static void refusePage(VectorFile file, String why, Object text) {
        file.refuse(why, text, bytes -> Page.parse(utf8(bytes)));
    }

    private static String header(int level) {
        return "{\"bale\":1,\"level\":" + level + "}\n";
    }

    private static String entryLine(String path) {
        return "{\"path\":\"" + path + "\",\"sha256\":\"" + hash("a") + "\",\"size\":1}\n";
    }

    private static String refLine(String last) {
        return "{\"bytes\":1,\"entries\":1,\"last\":\"" + last + "\",\"page\":\"" + hash("p") + "\"}\n";
    }

    private static String fragmentLine(long size) {
        return "{\"sha256\":\"" + hash("f") + "\",\"size\":" + size + "}\n";
    }

    private static Sha256 hash(String text) {
        return Sha256.of(utf8(text));
    }

    @Test
    void trees() {
        VectorFile file = new VectorFile(
                "Trees. An entry of 'path' and 'content' c has as its bytes path + '#' + c. The 'text' says which entries:"
                        + " 'many n' are data/part-PPP/file-FFFFFF.csv for F from 0 to n-1 and P = F / 1000 (rounded down), content 0;"
                        + " 'high n' are the first n of cap/F (8 digits, F from 0) whose key is not low on level 0, so that only caps end leaves;"
                        + " 'heavy n' are the same, each with metadata {\"a\":\"x…\"} of 1,000 bytes."
                        + " 'pages' counts by level, 'topHash' is without metadata.");
        for (int count : new int[] {0, 1, 2, 63, 64, 65, 1_000, 20_000}) {
            file.accept("many", "many " + count, text -> tree(SampleEntries.many(count)));
        }
        file.accept("the item cap", "high 600", text -> tree(high(600, path -> path)));
        file.accept("the byte cap", "heavy 300", text -> tree(high(300, TreeVectorsTest::heavy)));
        file.put("edits", edits());
        file.put("fragmentLists", fragmentLists());
        file.check("trees.json");
    }

    private static Map<String, Object> tree(Iterator<Entry> entries) {
        Map<Integer, Integer> pages = new TreeMap<>();
        MemoryPages all = new MemoryPages();
        Tree tree = SampleEntries.build(entries, all);
        SampleEntries.check(tree, all, BoundaryRule.FROZEN);
        all.accepted().forEach(page -> pages.merge(page.level(), 1, Integer::sum));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("root", tree.root().toString());
        result.put("entries", tree.entries());
        result.put("bytes", tree.bytes());
        result.put("pages", pages.values());
        result.put("topHash", tree.document(null).topHash().toString());
        return result;
    }

    private static Iterator<Entry> high(int count, UnaryOperator<Entry> change) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> entry(String.format("cap/%08d", i), 0))
                .filter(entry -> !BoundaryRule.FROZEN.keyIsLow(0, entry, Sha256.digest()))
                .limit(count)
                .map(change)
                .iterator();
    }

    private static Entry heavy(Entry entry) {
        Meta meta = new Meta.Inline("{\"a\":\"" + "x".repeat(992) + "\"}");
        return new Entry(entry.path(), entry.size(), entry.sha256(), Fragments.SINGLE, meta);
    }

    /** Each edit starts from 'many 1000'. */
    private static List<Object> edits() {
        List<Object> edits = new ArrayList<>();
        edits.add(edit("set", "data/part-000/file-000500.csv", 1));
        edits.add(edit("set", "data/part-000/file-000500.csv.gz", 0));
        edits.add(edit("set", "a", 0));
        edits.add(edit("set", "z", 0));
        edits.add(edit("remove", "data/part-000/file-000500.csv", 0));
        edits.add(edit("remove", "data/part-000/file-000999.csv", 0));
        return edits;
    }

    private static Map<String, Object> edit(String change, String path, int content) {
        MemoryPages pages = new MemoryPages();
        Tree old = SampleEntries.build(SampleEntries.many(1_000), pages);
        Change made =
                change.equals("set") ? new Change.Set(entry(path, content)) : new Change.Remove(EntryPath.of(path));
        Tree edited =
                new TreeEditor(pages, pages).edit(old.root(), List.of(made).iterator());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("change", change);
        result.put("path", path);
        result.put("content", content);
        result.put("root", edited.root().toString());
        return result;
    }

    /** Fragment i of a list is SHA-256 of the 8 bytes of i (highest first) and 64 MiB − i long; 'same' are all fragment 0. */
    private static List<Object> fragmentLists() {
        List<Object> lists = new ArrayList<>();
        lists.add(fragmentList("different", 9, i -> i));
        lists.add(fragmentList("different", 1_000, i -> i));
        lists.add(fragmentList("same", 1_000, i -> 0));
        return lists;
    }

    private static Map<String, Object> fragmentList(String which, int count, IntFunction<Integer> number) {
        MemoryPages pages = new MemoryPages();
        FragmentListBuilder builder = new FragmentListBuilder(pages);
        long size = 0;
        for (int i = 0; i < count; i++) {
            int at = number.apply(i);
            byte[] name = ByteBuffer.allocate(8).putLong(at).array();
            FragmentRef fragment = new FragmentRef(Sha256.of(name), Limits.FRAGMENT_BYTES - at);
            size += fragment.size();
            builder.add(fragment);
        }
        Fragments.Paged paged = (Fragments.Paged) builder.finish();
        int checked = SampleEntries.check(Expectation.root(paged, size), pages, BoundaryRule.FROZEN);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("fragments", which);
        result.put("count", count);
        result.put("size", size);
        result.put("pages", checked);
        result.put("root", paged.root().toString());
        return result;
    }

    @Test
    void splits() throws IOException {
        VectorFile file = new VectorFile(
                "Files and the sizes of their fragments. Sample s is, for i from 0, SHA-256 of 'bale/1 sample', s and i"
                        + " (8 bytes each, highest first), put together and cut to the size. 'zeros' are bytes 0.");
        file.put(
                "gear",
                IntStream.of(0, 1, 128, 255)
                        .mapToObj(i -> Long.toHexString(SplitRule.gear(i)))
                        .toList());
        for (long size : new long[] {0, 1, Limits.FRAGMENT_BYTES, Limits.FRAGMENT_BYTES + 1, 160L << 20}) {
            file.accept("sample 1", "sample 1, " + size + " bytes", text -> split(new SampleBytes(1, size), size));
        }
        long zeros = 130L << 20;
        file.accept("no cut by content", "zeros, " + zeros + " bytes", text -> split(new ZeroBytes(zeros), zeros));
        file.check("splits.json");
    }

    private static Map<String, Object> split(InputStream in, long size) {
        List<Object> fragments = new ArrayList<>();
        Sha256 whole;
        try {
            whole = new FragmentSplitter().split(in, size, false, (offset, length, sha256) -> {
                Map<String, Object> fragment = new LinkedHashMap<>();
                fragment.put("size", length);
                fragment.put("sha256", sha256.toString());
                fragments.add(fragment);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("sha256", whole.toString());
        result.put("fragments", fragments);
        return result;
    }

    private static final class ZeroBytes extends InputStream {
        private long left;

        private ZeroBytes(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int some = (int) Math.min(length, left);
            Arrays.fill(into, offset, offset + some, (byte) 0);
            left -= some;
            return some;
        }
    }

    @Test
    void checks() {
        VectorFile file = new VectorFile(
                "What a page must be, by its parent, and whether it is. The page has the entries 'from' to before 'to' of"
                        + " 'many 20000' (see trees.json); 'previous', 'last' (ordinals, or null), 'entries', 'bytes' and 'rightmost' are expected of it;"
                        + " level 0, not the root.");
        Iterator<Entry> many = SampleEntries.many(20_000);
        List<Entry> entries = Stream.generate(many::next).limit(20_000).toList();
        int[] ends = IntStream.range(0, 2_000)
                .filter(i -> BoundaryRule.FROZEN.keyIsLow(0, entries.get(i), Sha256.digest()))
                .toArray();
        int from = ends[0] + 1;
        int to = ends[1] + 1;
        new Check(entries, from, to, false).accept(file, "the second leaf");
        new Check(entries, from, to - 1, true).accept(file, "uncut, at the right edge");
        new Check(entries, from, to - 1, false).refuse(file, "uncut, elsewhere", InvalidManifest.Code.BOUNDARY);
        new Check(entries, from, to + 1, false).refuse(file, "past its boundary", InvalidManifest.Code.BOUNDARY);
        new Check(entries, from, to + 1, true)
                .refuse(file, "past its boundary, at the right edge", InvalidManifest.Code.BOUNDARY);
        new Check(entries, from, to, false)
                .with(from, to - 1, 0)
                .refuse(file, "the first again", InvalidManifest.Code.ORDER);
        new Check(entries, from, to, false)
                .with(from - 1, to - 2, 0)
                .refuse(file, "another last", InvalidManifest.Code.LAST);
        new Check(entries, from, to, false)
                .with(from - 1, to - 1, 1)
                .refuse(file, "another sum", InvalidManifest.Code.SUM);
        file.check("checks.json");
    }

    /** One expectation of a leaf. */
    private record Check(List<Entry> entries, int from, int to, boolean rightmost, int previous, int last, long more) {
        private Check(List<Entry> entries, int from, int to, boolean rightmost) {
            this(entries, from, to, rightmost, from - 1, to - 1, 0);
        }

        private Check with(int otherPrevious, int otherLast, long moreBytes) {
            return new Check(entries, from, to, rightmost, otherPrevious, otherLast, moreBytes);
        }

        private Page page() {
            return Page.of(PageKind.ENTRIES, 0, entries.subList(from, to));
        }

        private Expectation expectation() {
            long bytes = LongStream.range(from, to)
                    .map(i -> entries.get((int) i).size())
                    .sum();
            return new Expectation(
                    PageKind.ENTRIES,
                    page().name(),
                    0,
                    entries.get(previous).path(),
                    entries.get(last).path(),
                    (long) to - from,
                    bytes + more,
                    rightmost);
        }

        private Map<String, Object> result() {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("from", from);
            result.put("to", to);
            result.put("previous", previous);
            result.put("last", last);
            result.put("entries", to - from);
            result.put("bytes", expectation().bytes());
            result.put("rightmost", rightmost);
            result.put("name", page().name().toString());
            return result;
        }

        private void accept(VectorFile file, String why) {
            file.accept(why, why, text -> {
                new PageChecker().check(expectation(), page());
                return result();
            });
        }

        private void refuse(VectorFile file, String why, InvalidManifest.Code code) {
            file.refuse(why, why, text -> new PageChecker().check(expectation(), page()));
            file.explain(result(), code);
        }
    }
}
