package dev.bale.manifest;

import static dev.bale.manifest.VectorFile.parts;
import static dev.bale.manifest.VectorFile.utf8;

import dev.bale.manifest.VectorFile.Repeat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Golden vectors of what is parsed from text: both ends of every limit, and each form that is refused. */
class TextVectorsTest {
    private static final String HASH = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final long MIB_64 = Limits.FRAGMENT_BYTES;

    @Test
    void paths() {
        VectorFile file = new VectorFile("Paths. 'hex' is the UTF-8; 'order' lists paths in path order.");
        acceptPath(file, "a file", "a");
        acceptPath(file, "a file in folders", "data/2024/part-0.csv");
        acceptPath(file, "dots and spaces that are no component of their own", " ./.../..a/.b");
        acceptPath(file, "a quotation mark", "say \"hello\".txt");
        acceptPath(file, "NFC, two bytes", "caf\u00e9");
        acceptPath(file, "NFC of a composition exclusion", "\u0915\u093c");
        acceptPath(file, "four bytes", "\ud83e\udd80");
        acceptPath(file, "assigned in Unicode 13.0", "\ud83e\udded\u08c7");
        acceptPath(file, "private use", "\ue000");
        acceptPath(file, "a component of 255 bytes", parts(new Repeat("x", 255)));
        acceptPath(file, "a component of 255 bytes, two a character", parts(new Repeat("\u00e9", 127), "x"));
        acceptPath(file, "1,024 bytes", parts(new Repeat("abcdefg/", 127), "abcdefgh"));
        refusePath(file, "empty", "");
        refusePath(file, "a leading slash", "/a");
        refusePath(file, "a trailing slash", "a/");
        refusePath(file, "an empty component", "a//b");
        refusePath(file, "a component .", "a/./b");
        refusePath(file, "a component ..", "../a");
        refusePath(file, "a backslash", "a\\b");
        refusePath(file, "NUL", "a\u0000b");
        refusePath(file, "a control character", "a\u001fb");
        refusePath(file, "delete", "a\u007fb");
        refusePath(file, "a C1 control character", "a\u0085b");
        refusePath(file, "not NFC: a decomposed letter", "cafe\u0301");
        refusePath(file, "not NFC: a singleton", "\u212b");
        refusePath(file, "not NFC: a composition exclusion", "\u0958");
        refusePath(file, "a noncharacter", "a\ufffe");
        refusePath(file, "never assigned so far", "\u0378");
        refusePath(file, "assigned in Unicode 14.0 only", "\u061d");
        refusePath(file, "assigned in Unicode 15.0 only", "\ud83e\udee8");
        refusePath(file, "assigned in Unicode 16.0 only", "\u1c89");
        refusePath(file, "a component of 256 bytes", parts(new Repeat("x", 256)));
        refusePath(file, "a component of 256 bytes, two a character", parts(new Repeat("\u00e9", 128)));
        refusePath(file, "1,025 bytes", parts(new Repeat("abcdefg/", 128), "a"));
        file.put(
                "order",
                Stream.of(
                                "a",
                                "a/b",
                                "a/c/d",
                                "a b",
                                "a!",
                                "a.b",
                                "a0/x",
                                "aa",
                                "B",
                                "\u00e9",
                                "\uff5e",
                                "\ud83e\udd80",
                                "a/\u00e9",
                                "a/z")
                        .map(EntryPath::of)
                        .sorted()
                        .map(EntryPath::toString)
                        .toList());
        file.check("paths.json");
    }

    private static void acceptPath(VectorFile file, String why, Object text) {
        file.accept(why, text, path -> Map.of("bytes", EntryPath.of(path).length()));
    }

    private static void refusePath(VectorFile file, String why, Object text) {
        file.refuse(why, text, EntryPath::of);
    }

    @Test
    void entries() {
        VectorFile file = new VectorFile(
                "Lines of leaves. 'line' is the SHA-256 of the text; 'low' whether the key ends a page.");
        acceptEntry(file, "an empty file", entry("", "a", 0));
        acceptEntry(file, "a path with a quotation mark", entry("", "say \\\"hi\\\"", 1));
        acceptEntry(file, "a path beyond ASCII", entry("", "caf\u00e9/\ud83e\udd80", 1));
        acceptEntry(file, "a key that ends a page", entry("", lowPath(), 1));
        acceptEntry(file, "the largest file of one fragment", entry("", "a", Limits.WHOLE_FRAGMENT_BYTES));
        acceptEntry(file, "two fragments, one of 1 byte", entry(listed(MIB_64, 1), "a", MIB_64 + 1));
        acceptEntry(file, "eight fragments, all the largest", entry(listed(fill(8)), "a", 8 * MIB_64));
        acceptEntry(file, "the smallest fragment list", entry(paged(9), "a", MIB_64 + 1));
        acceptEntry(file, "the smallest fragment list that holds its file", entry(paged(9), "a", 9 * MIB_64));
        acceptEntry(file, "the largest file", entry(paged(1 << 24), "a", Limits.FILE_BYTES));
        acceptEntry(file, "the longest fragment list", entry(paged(Limits.ENTRIES), "a", Limits.FILE_BYTES));
        acceptEntry(
                file,
                "metadata",
                entry("\"meta\":{\"a\":[1,-0.5,1e+21,null,true,\"\u00e9\\n\\u001f\"],\"b\":{}},", "a", 1));
        acceptEntry(file, "metadata by its hash", entry("\"meta\":\"" + HASH + "\",", "a", 1));
        acceptEntry(file, "metadata of 1,024 bytes", around(metaOf(1_024)));
        acceptEntry(file, "metadata 16 deep", around(deep(16)));
        acceptEntry(file, "keys in the order of UTF-16", entry("\"meta\":{\"\ud83e\udd80\":1,\"\uff5e\":2},", "a", 1));
        refuseEntry(file, "a space", entry("", "a", 0).replace("\":0", "\": 0"));
        refuseEntry(file, "keys in another order", "{\"size\":0,\"path\":\"a\",\"sha256\":\"" + HASH + "\"}");
        refuseEntry(file, "an unknown key", entry("\"mode\":420,", "a", 0));
        refuseEntry(file, "an unknown key at the end", entry("", "a", 0).replace("}", ",\"x\":1}"));
        refuseEntry(file, "a key twice", entry("", "a", 0).replace(",\"size\":0", ",\"size\":0,\"size\":0"));
        refuseEntry(file, "no size", "{\"path\":\"a\",\"sha256\":\"" + HASH + "\"}");
        refuseEntry(file, "something after the object", entry("", "a", 0) + " ");
        refuseEntry(file, "a byte order mark", "\ufeff" + entry("", "a", 0));
        refuseEntry(file, "a needless escape", entry("", "\\u0061", 0));
        refuseEntry(file, "an escaped slash", entry("", "a\\/b", 0));
        refuseEntry(file, "a path that is refused", entry("", "a//b", 0));
        refuseEntry(file, "upper-case hex", entry("", "a", 0).replace("e3b0", "E3B0"));
        refuseEntry(file, "a hash without its name", entry("", "a", 0).replace("sha256:e3", "e3"));
        refuseEntry(file, "a short hash", entry("", "a", 0).replace("b855\"", "b85\""));
        refuseEntry(file, "a negative size", entry("", "a", -1));
        refuseEntry(file, "a leading zero", entry("", "a", 0).replace(":0}", ":00}"));
        refuseEntry(file, "a fraction", entry("", "a", 0).replace(":0}", ":0.0}"));
        refuseEntry(file, "an exponent", entry("", "a", 0).replace(":0}", ":1e3}"));
        refuseEntry(file, "a size as text", entry("", "a", 0).replace(":0}", ":\"0\"}"));
        refuseEntry(file, "a size of 2^64", entry("", "a", 0).replace(":0}", ":18446744073709551616}"));
        refuseEntry(file, "a fragment above 5 TiB", entry("", "a", Limits.WHOLE_FRAGMENT_BYTES + 1));
        refuseEntry(file, "one fragment in a list", entry(listed(MIB_64), "a", MIB_64));
        refuseEntry(file, "nine fragments in a list", entry(listed(fill(9)), "a", 9 * MIB_64));
        refuseEntry(file, "a split file of 64 MiB", entry(listed(MIB_64 - 1, 1), "a", MIB_64));
        refuseEntry(file, "an empty fragment", entry(listed(MIB_64, 1, 0), "a", MIB_64 + 1));
        refuseEntry(file, "a fragment above 64 MiB", entry(listed(MIB_64 + 1, 1), "a", MIB_64 + 2));
        refuseEntry(file, "a sum that is not the size", entry(listed(MIB_64, 1), "a", MIB_64 + 2));
        refuseEntry(file, "a fragment list of eight", entry(paged(8), "a", MIB_64 + 1));
        refuseEntry(file, "a fragment list of 2^31", entry(paged(Limits.ENTRIES + 1), "a", Limits.FILE_BYTES));
        refuseEntry(file, "a fragment list too short for its file", entry(paged(9), "a", 9 * MIB_64 + 1));
        refuseEntry(file, "a file above 1 PiB", entry(paged(1 << 24), "a", Limits.FILE_BYTES + 1));
        refuseEntry(file, "empty metadata", entry("\"meta\":{},", "a", 1));
        refuseEntry(file, "metadata null", entry("\"meta\":null,", "a", 1));
        refuseEntry(file, "metadata that is a list", entry("\"meta\":[1],", "a", 1));
        refuseEntry(file, "metadata of 1,025 bytes", around(metaOf(1_025)));
        refuseEntry(file, "metadata 17 deep", around(deep(17)));
        refuseEntry(file, "metadata with a space", entry("\"meta\":{\"a\": 1},", "a", 1));
        refuseEntry(file, "metadata with keys out of order", entry("\"meta\":{\"b\":1,\"a\":1},", "a", 1));
        refuseEntry(
                file,
                "metadata with keys in the order of bytes",
                entry("\"meta\":{\"\uff5e\":2,\"\ud83e\udd80\":1},", "a", 1));
        refuseEntry(file, "metadata with a key twice", entry("\"meta\":{\"a\":1,\"a\":1},", "a", 1));
        refuseEntry(file, "metadata with 1.0", entry("\"meta\":{\"a\":1.0},", "a", 1));
        refuseEntry(file, "metadata with -0", entry("\"meta\":{\"a\":-0},", "a", 1));
        refuseEntry(file, "metadata with 2^53", entry("\"meta\":{\"a\":9007199254740992},", "a", 1));
        refuseEntry(file, "metadata with NaN", entry("\"meta\":{\"a\":NaN},", "a", 1));
        refuseEntry(file, "metadata with an escape in upper case", entry("\"meta\":{\"a\":\"\\u001F\"},", "a", 1));
        refuseEntry(
                file, "metadata with an escape that has a short form", entry("\"meta\":{\"a\":\"\\u000a\"},", "a", 1));
        refuseEntry(file, "metadata with an escaped surrogate", entry("\"meta\":{\"a\":\"\\ud83e\"},", "a", 1));
        refuseEntry(file, "a line of 8,193 bytes", parts(new Repeat("x", 8_193)));
        refuseEntry(file, "a line of 8,192 bytes that is no entry", parts(new Repeat("x", 8_192)));
        file.check("entries.json");
    }

    private static void acceptEntry(VectorFile file, String why, Object text) {
        file.accept(why, text, line -> {
            Entry entry = Entry.parse(utf8(line));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("line", Sha256.of(utf8(line)).toString());
            result.put("low", BoundaryRule.FROZEN.keyIsLow(0, entry, Sha256.digest()));
            return result;
        });
    }

    private static void refuseEntry(VectorFile file, String why, Object text) {
        file.refuse(why, text, line -> Entry.parse(utf8(line)));
    }

    private static String entry(String before, String path, long size) {
        return "{" + before + "\"path\":\"" + path + "\",\"sha256\":\"" + HASH + "\",\"size\":" + size + "}";
    }

    private static String lowPath() {
        for (int i = 0; ; i++) {
            if (BoundaryRule.FROZEN.keyIsLow(0, SampleEntries.entry("low" + i, 0), Sha256.digest())) {
                return "low" + i;
            }
        }
    }

    private static long[] fill(int count) {
        return LongStream.generate(() -> MIB_64).limit(count).toArray();
    }

    private static String listed(long... sizes) {
        StringBuilder list = new StringBuilder("\"fragments\":[");
        for (long size : sizes) {
            list.append(list.charAt(list.length() - 1) == '[' ? "" : ",");
            list.append("{\"sha256\":\"")
                    .append(HASH)
                    .append("\",\"size\":")
                    .append(size)
                    .append("}");
        }
        return list.append("],").toString();
    }

    private static String paged(long count) {
        return "\"fragments\":{\"count\":" + count + ",\"root\":\"" + HASH + "\"},";
    }

    private static List<Object> metaOf(int bytes) {
        return parts("{\"a\":\"", new Repeat("x", bytes - 8), "\"}");
    }

    private static List<Object> deep(int depth) {
        return parts("{\"a\":", new Repeat("[", depth - 1), new Repeat("]", depth - 1), "}");
    }

    private static List<Object> around(List<Object> meta) {
        return Stream.concat(
                        Stream.concat(Stream.<Object>of("{\"meta\":"), meta.stream()),
                        Stream.<Object>of(entry("", "a", 1).replace("{", ",")))
                .toList();
    }

    @Test
    void version_documents() {
        VectorFile file = new VectorFile("Version documents, without a newline; 'topHash' is the SHA-256 of the text.");
        acceptDocument(file, "the smallest", "{\"bale\":1,\"bytes\":0,\"entries\":0,\"root\":\"" + HASH + "\"}");
        acceptDocument(
                file,
                "the largest sums",
                "{\"bale\":1,\"bytes\":9007199254740991,\"entries\":2147483647,\"root\":\"" + HASH + "\"}");
        acceptDocument(
                file,
                "metadata",
                "{\"bale\":1,\"bytes\":1,\"entries\":1,\"meta\":{\"title\":\"Sales\"},\"root\":\"" + HASH + "\"}");
        acceptDocument(file, "metadata of 65,536 bytes", document(65_536));
        refuseDocument(file, "metadata of 65,537 bytes", document(65_537));
        refuseDocument(file, "another format", "{\"bale\":2,\"bytes\":0,\"entries\":0,\"root\":\"" + HASH + "\"}");
        refuseDocument(
                file, "keys in another order", "{\"bale\":1,\"entries\":0,\"bytes\":0,\"root\":\"" + HASH + "\"}");
        refuseDocument(
                file,
                "an unknown key",
                "{\"author\":\"me\",\"bale\":1,\"bytes\":0,\"entries\":0,\"root\":\"" + HASH + "\"}");
        refuseDocument(file, "a newline", "{\"bale\":1,\"bytes\":0,\"entries\":0,\"root\":\"" + HASH + "\"}\n");
        refuseDocument(
                file, "2^53 bytes", "{\"bale\":1,\"bytes\":9007199254740992,\"entries\":1,\"root\":\"" + HASH + "\"}");
        refuseDocument(
                file, "2^31 entries", "{\"bale\":1,\"bytes\":0,\"entries\":2147483648,\"root\":\"" + HASH + "\"}");
        refuseDocument(
                file, "empty metadata", "{\"bale\":1,\"bytes\":1,\"entries\":1,\"meta\":{},\"root\":\"" + HASH + "\"}");
        file.check("version-documents.json");
    }

    private static List<Object> document(int metaBytes) {
        return parts(
                "{\"bale\":1,\"bytes\":1,\"entries\":1,\"meta\":{\"a\":\"",
                new Repeat("x", metaBytes - 8),
                "\"},\"root\":\"" + HASH + "\"}");
    }

    private static void acceptDocument(VectorFile file, String why, Object text) {
        file.accept(
                why,
                text,
                document -> Map.of(
                        "topHash",
                        VersionDocument.parse(utf8(document)).topHash().toString()));
    }

    private static void refuseDocument(VectorFile file, String why, Object text) {
        file.refuse(why, text, document -> VersionDocument.parse(utf8(document)));
    }

    @Test
    void metadata_objects() {
        VectorFile file = new VectorFile(
                "Metadata objects from any JSON: 'canonical' form (left out where long), its SHA-256, and whether it stands in the entry.");
        acceptMeta(file, "keys sorted, spaces dropped", " { \"b\" : 1.0 , \"a\" : [ 1e2, -0, \"\\u0041\\/\" ] } ");
        acceptMeta(file, "keys in the order of UTF-16", "{\"\uff5e\":2,\"\ud83e\udd80\":1}");
        acceptMeta(
                file,
                "numbers",
                "{\"n\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,9007199254740991]}");
        acceptMeta(file, "1,024 bytes stand in the entry", metaOf(1_024));
        acceptMeta(file, "1,025 bytes do not", metaOf(1_025));
        acceptMeta(file, "1 MiB", metaOf(1 << 20));
        refuseMeta(file, "more than 1 MiB", metaOf((1 << 20) + 1));
        refuseMeta(file, "empty", "{}");
        refuseMeta(file, "a list", "[1]");
        refuseMeta(file, "a key twice", "{\"a\":1,\"a\":2}");
        refuseMeta(file, "2^53", "{\"a\":9007199254740992}");
        refuseMeta(file, "half of a surrogate pair", "{\"a\":\"\\ud83e\"}");
        refuseMeta(file, "17 deep", deep(17));
        refuseMeta(file, "no JSON", "{a:1}");
        refuseMeta(file, "two objects", "{\"a\":1}{\"a\":1}");
        file.check("metadata.json");
    }

    private static void acceptMeta(VectorFile file, String why, Object text) {
        file.accept(why, text, json -> {
            MetadataObject object = MetadataObject.of(json);
            Map<String, Object> result = new LinkedHashMap<>();
            if (object.json().length() < 200) {
                result.put("canonical", object.json());
            }
            result.put("sha256", Sha256.of(object.bytes()).toString());
            result.put("inline", object.asMeta() instanceof Meta.Inline);
            return result;
        });
    }

    private static void refuseMeta(VectorFile file, String why, Object text) {
        file.refuse(why, text, MetadataObject::of);
    }

    @Test
    void references() {
        VectorFile file = new VectorFile("References, with their parts and how they are written again.");
        for (String text : List.of(
                "team/sales",
                "team/sales:latest",
                "team/sales:2024_Q3-final.v2",
                "team/sales:1.4.0",
                "team/sales:2.0.0-rc.1",
                "team/sales:1.4",
                "team/sales:v1.4.0",
                "team/sales@3f9a",
                "team/sales@" + HASH.substring(7),
                "team/sales@" + HASH,
                "team/sales//2024/q3",
                "team/sales:latest//caf\u00e9 (1)/a:b@c.csv",
                "a/b",
                "my-team.eu_1/x.y-z_0")) {
            acceptReference(file, "a reference", text);
        }
        acceptReference(file, "names of 64 characters", parts(new Repeat("n", 64), "/", new Repeat("p", 64)));
        acceptReference(file, "a tag of 128 characters", parts("a/b:", new Repeat("t", 128)));
        acceptReference(file, "a path of 1,024 bytes", parts("a/b//", new Repeat("abcdefg/", 127), "abcdefgh"));
        for (String text : List.of(
                "",
                "sales",
                "/sales",
                "team/",
                "team/sales/x",
                "Team/sales",
                "team/-sales",
                "team/sales.",
                "team/sa..les",
                "team/sa_-les",
                "t\u00e9am/sales",
                "team /sales",
                "con/sales",
                "team/nul.txt",
                "team/com1",
                "api/sales",
                "public/sales",
                "everyone/x",
                "team/sales:",
                "team/sales:.tag",
                "team/sales:-tag",
                "team/sales:a b",
                "team/sales:1.0.0+build",
                "team/sales:a/b",
                "team/sales@3f9",
                "team/sales@3F9A",
                "team/sales@xyz0",
                "team/sales@",
                "team/sales:tag@3f9a",
                "team/sales//",
                "team/sales///a",
                "team/sales//../a")) {
            file.refuse("no reference", text, Reference::parse);
        }
        file.refuse("a namespace of 65 characters", parts(new Repeat("n", 65), "/p"), Reference::parse);
        file.refuse("a name of 65 characters", parts("n/", new Repeat("p", 65)), Reference::parse);
        file.refuse("a tag of 129 characters", parts("a/b:", new Repeat("t", 129)), Reference::parse);
        file.refuse("a hash of 65 digits", parts("a/b@", new Repeat("0", 65)), Reference::parse);
        file.refuse("2,049 characters", parts("a/b//", new Repeat("x", 2_044)), Reference::parse);
        file.put(
                "releases in order",
                Stream.of(
                                "1.0.0",
                                "1.0.0-rc.1",
                                "1.0.0-alpha",
                                "1.0.0-alpha.1",
                                "1.0.0-alpha.beta",
                                "1.0.0-beta.2",
                                "1.0.0-beta.11",
                                "2.0.0",
                                "2.1.0",
                                "2.1.1",
                                "10.0.0",
                                "0.9.9",
                                "1.0.0--",
                                "99999999999999999999.0.0")
                        .map(Release::new)
                        .sorted()
                        .map(Release::toString)
                        .toList());
        file.check("references.json");
    }

    private static void acceptReference(VectorFile file, String why, Object text) {
        file.accept(why, text, reference -> {
            Reference parsed = Reference.parse(reference);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("namespace", parsed.packageName().namespace());
            result.put("name", parsed.packageName().name());
            result.put("selector", parsed.selector().getClass().getSimpleName() + " " + parsed.selector());
            result.put("path", parsed.path().map(EntryPath::toString).orElse(null));
            result.put("written", parsed.toString());
            return result;
        });
    }

    @Test
    void patches() {
        VectorFile file = new VectorFile("Patches: NDJSON in any form and order, 'written' in canonical form.");
        String set = "{\"set\":" + entry("", "b", 1) + "}\n";
        acceptPatch(file, "nothing", "");
        acceptPatch(file, "sorted by path", set + "{\"remove\":\"a/b\"}\n{\"remove\":\"a\"}\n");
        acceptPatch(file, "the last newline left out, an empty line", "\n{\"remove\":\"a\"}");
        acceptPatch(
                file,
                "not canonical",
                " { \"set\" : { \"size\" : 1.0 , \"sha256\" : \"" + HASH + "\", \"path\" : \"\\u0062\" } }\n");
        refusePatch(file, "a path twice", set + "{\"remove\":\"b\"}\n");
        refusePatch(file, "an unknown change", "{\"move\":\"a\"}\n");
        refusePatch(file, "two changes on a line", "{\"remove\":\"a\"}{\"remove\":\"b\"}\n");
        refusePatch(file, "an entry with an unknown key", "{\"set\":" + entry("\"mode\":1,", "a", 0) + "}\n");
        refusePatch(file, "no path", "{\"remove\":\"/a\"}\n");
        refusePatch(file, "no JSON", "remove a\n");
        refusePatch(file, "a line of 16,385 bytes", parts("{\"remove\":\"a\"}", new Repeat(" ", 16_371)));
        acceptPatch(file, "a line of 16,384 bytes", parts("{\"remove\":\"a\"}", new Repeat(" ", 16_370)));
        file.check("patches.json");
    }

    private static void acceptPatch(VectorFile file, String why, Object text) {
        file.accept(why, text, patch -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                read(patch).write(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("written", out.toString(StandardCharsets.UTF_8));
        });
    }

    private static void refusePatch(VectorFile file, String why, Object text) {
        file.refuse(why, text, TextVectorsTest::read);
    }

    private static Patch read(String patch) {
        try {
            return Patch.read(new ByteArrayInputStream(utf8(patch)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
