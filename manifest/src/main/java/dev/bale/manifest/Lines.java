package dev.bale.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a page: how each item is written, and read back. Keys stand in the order of RFC 8785. */
final class Lines {
    private Lines() {}

    static void checkLength(int length) {
        if (length > Limits.LINE_BYTES) {
            throw new InvalidManifest(
                    InvalidManifest.Code.LIMIT, "a line has " + length + " bytes, more than " + Limits.LINE_BYTES);
        }
    }

    /** The header with its newline, which belongs to what the name of a page hashes. */
    static byte[] header(PageKind kind, int level) {
        String of = kind == PageKind.FRAGMENTS ? ",\"of\":\"fragments\"" : "";
        return ("{\"bale\":1,\"level\":" + level + of + "}\n").getBytes(StandardCharsets.US_ASCII);
    }

    static void write(Item item, CanonicalWriter out) {
        if (item instanceof Entry entry) {
            write(entry, out);
        } else if (item instanceof PageRef ref) {
            out.ascii("{\"bytes\":").number(ref.bytes()).ascii(",\"entries\":").number(ref.entries());
            out.ascii(",\"last\":")
                    .path(ref.last())
                    .ascii(",\"page\":")
                    .hash(ref.page())
                    .ascii("}");
        } else if (item instanceof FragmentRef fragment) {
            write(fragment, out);
        } else if (item instanceof FragmentPageRef ref) {
            out.ascii("{\"bytes\":")
                    .number(ref.bytes())
                    .ascii(",\"fragments\":")
                    .number(ref.fragments());
            out.ascii(",\"page\":").hash(ref.page()).ascii("}");
        } else if (item instanceof ErasedItem.OfEntry erased) {
            out.ascii("{\"erased\":").hash(erased.line()).ascii("}");
        } else if (item instanceof ErasedItem.OfPage erased) {
            out.ascii("{\"bytes\":")
                    .number(erased.bytes())
                    .ascii(",\"entries\":")
                    .number(erased.entries());
            out.ascii(",\"erased\":")
                    .hash(erased.line())
                    .ascii(",\"page\":")
                    .hash(erased.page())
                    .ascii("}");
        }
    }

    private static void write(Entry entry, CanonicalWriter out) {
        out.ascii("{");
        if (entry.fragments() instanceof Fragments.Listed listed) {
            out.ascii("\"fragments\":");
            String separator = "[";
            for (FragmentRef fragment : listed.fragments()) {
                write(fragment, out.ascii(separator));
                separator = ",";
            }
            out.ascii("],");
        } else if (entry.fragments() instanceof Fragments.Paged paged) {
            out.ascii("\"fragments\":{\"count\":").number(paged.count());
            out.ascii(",\"root\":").hash(paged.root()).ascii("},");
        }
        if (entry.meta() instanceof Meta.Inline inline) {
            out.ascii("\"meta\":")
                    .bytes(inline.json().getBytes(StandardCharsets.UTF_8))
                    .ascii(",");
        } else if (entry.meta() instanceof Meta.Stored stored) {
            out.ascii("\"meta\":").hash(stored.sha256()).ascii(",");
        }
        out.ascii("\"path\":").path(entry.path()).ascii(",\"sha256\":").hash(entry.sha256());
        out.ascii(",\"size\":").number(entry.size()).ascii("}");
    }

    private static void write(FragmentRef fragment, CanonicalWriter out) {
        out.ascii("{\"sha256\":")
                .hash(fragment.sha256())
                .ascii(",\"size\":")
                .number(fragment.size())
                .ascii("}");
    }

    /** One item of a page of this kind and level. */
    static Item read(PageKind kind, int level, CanonicalReader in, boolean erasable) {
        Item item;
        if (kind == PageKind.FRAGMENTS) {
            item = level == 0 ? fragment(in) : fragmentPage(in);
        } else if (level == 0) {
            boolean erased = erasable && in.accept("{\"erased\":");
            item = erased ? new ErasedItem.OfEntry(in.hash()) : entry(in);
            if (erased) {
                in.expect("}");
            }
        } else {
            item = page(in, erasable);
        }
        in.expectEnd();
        return item;
    }

    static Entry entry(CanonicalReader in) {
        in.expect("{");
        Fragments fragments = in.accept("\"fragments\":") ? fragments(in) : Fragments.SINGLE;
        Meta meta = in.accept("\"meta\":") ? meta(in) : Meta.NONE;
        EntryPath path = in.expect("\"path\":").path();
        Sha256 sha256 = in.expect(",\"sha256\":").hash();
        long size = in.expect(",\"size\":").number(Limits.FILE_BYTES);
        in.expect("}");
        return new Entry(path, size, sha256, fragments, meta);
    }

    private static Fragments fragments(CanonicalReader in) {
        Fragments fragments;
        if (in.accept("{\"count\":")) {
            long count = in.number(Limits.ENTRIES);
            fragments = new Fragments.Paged(in.expect(",\"root\":").hash(), count);
            in.expect("}");
        } else {
            List<FragmentRef> listed = new ArrayList<>(Limits.LISTED_FRAGMENTS);
            in.expect("[");
            do {
                listed.add(fragment(in));
            } while (listed.size() <= Limits.LISTED_FRAGMENTS && in.accept(","));
            fragments = new Fragments.Listed(listed);
            in.expect("]");
        }
        in.expect(",");
        return fragments;
    }

    private static Meta meta(CanonicalReader in) {
        Meta meta = in.nextIs('"') ? new Meta.Stored(in.hash()) : new Meta.Inline(in.object(Limits.INLINE_META_BYTES));
        in.expect(",");
        return meta;
    }

    private static FragmentRef fragment(CanonicalReader in) {
        Sha256 sha256 = in.expect("{\"sha256\":").hash();
        FragmentRef fragment = new FragmentRef(sha256, in.expect(",\"size\":").number(Limits.INTEGER));
        in.expect("}");
        return fragment;
    }

    private static FragmentPageRef fragmentPage(CanonicalReader in) {
        long bytes = in.expect("{\"bytes\":").number(Limits.INTEGER);
        long fragments = in.expect(",\"fragments\":").number(Limits.INTEGER);
        FragmentPageRef ref = new FragmentPageRef(in.expect(",\"page\":").hash(), fragments, bytes);
        in.expect("}");
        return ref;
    }

    private static Item page(CanonicalReader in, boolean erasable) {
        long bytes = in.expect("{\"bytes\":").number(Limits.INTEGER);
        long entries = in.expect(",\"entries\":").number(Limits.INTEGER);
        Item item;
        if (erasable && in.accept(",\"erased\":")) {
            Sha256 line = in.hash();
            item = new ErasedItem.OfPage(line, in.expect(",\"page\":").hash(), entries, bytes);
        } else {
            EntryPath last = in.expect(",\"last\":").path();
            item = new PageRef(last, in.expect(",\"page\":").hash(), entries, bytes);
        }
        in.expect("}");
        return item;
    }
}
