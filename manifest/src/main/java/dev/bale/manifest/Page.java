package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;
import static dev.bale.manifest.InvalidManifest.Code.SHAPE;
import static dev.bale.manifest.InvalidManifest.Code.SYNTAX;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sorted run of items with a header, in canonical bytes of at most {@link Limits#PAGE_BYTES}. Its name is the SHA-256
 * over the header and the SHA-256 of each line. A page is checked here for itself only; its place in a tree is checked
 * by {@link PageChecker}.
 */
public final class Page {
    private final PageKind kind;
    private final int level;
    private final List<? extends Item> items;
    private final byte[] bytes;
    private final boolean hasErased;
    private @Nullable Sha256 name;

    private Page(PageKind kind, int level, List<? extends Item> items, byte[] bytes, @Nullable Sha256 name) {
        this.kind = kind;
        this.level = level;
        this.items = items;
        this.bytes = bytes;
        this.name = name;
        this.hasErased = items.stream().anyMatch(ErasedItem.class::isInstance);
    }

    /** A page of these items, as they are; whether it stands where a tree would cut it is not asked. */
    public static Page of(PageKind kind, int level, List<? extends Item> items) {
        CanonicalWriter out = new CanonicalWriter();
        out.bytes(Lines.header(kind, level));
        for (Item item : items) {
            Lines.write(item, out);
            out.ascii("\n");
        }
        return new Page(kind, level, List.copyOf(items), out.toBytes(), null);
    }

    /** A page whose bytes and name were made as its lines came. */
    static Page built(PageKind kind, int level, List<? extends Item> items, byte[] bytes, Sha256 name) {
        return new Page(kind, level, List.copyOf(items), bytes, name);
    }

    /** A page from its canonical bytes; {@link InvalidManifest} for anything else. The array must not change later. */
    public static Page parse(byte[] bytes) {
        return parse(bytes, false);
    }

    /** As {@link #parse}, accepting lines that were erased. */
    public static Page parseErasable(byte[] bytes) {
        return parse(bytes, true);
    }

    private static Page parse(byte[] bytes, boolean erasable) {
        if (bytes.length > Limits.PAGE_BYTES) {
            throw new InvalidManifest(LIMIT, "a page has at most " + Limits.PAGE_BYTES + " bytes");
        }
        int at = lineEnd(bytes, 0, 1);
        CanonicalReader header = new CanonicalReader(bytes, 0, at);
        int level = (int) header.expect("{\"bale\":1,\"level\":").number(Limits.LEVEL);
        PageKind kind = header.accept(",\"of\":\"fragments\"") ? PageKind.FRAGMENTS : PageKind.ENTRIES;
        header.expect("}").expectEnd();
        List<Item> items = new ArrayList<>(Limits.PAGE_TARGET);
        while (++at < bytes.length) {
            if (items.size() == Limits.PAGE_ITEMS) {
                throw new InvalidManifest(LIMIT, "a page has at most " + Limits.PAGE_ITEMS + " items");
            }
            int end = lineEnd(bytes, at, items.size() + 2);
            items.add(item(kind, level, new CanonicalReader(bytes, at, end), erasable, items.size()));
            at = end;
        }
        if (items.isEmpty() && (level > 0 || kind == PageKind.FRAGMENTS)) {
            throw new InvalidManifest(SHAPE, "only the root of an empty version has no items");
        }
        return new Page(kind, level, List.copyOf(items), bytes, null);
    }

    private static Item item(PageKind kind, int level, CanonicalReader in, boolean erasable, int index) {
        try {
            return Lines.read(kind, level, in, erasable);
        } catch (InvalidManifest e) {
            InvalidManifest placed = new InvalidManifest(e.code(), "line " + (index + 2) + ": " + e.getMessage());
            placed.initCause(e);
            throw placed;
        }
    }

    private static int lineEnd(byte[] bytes, int from, int line) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                Lines.checkLength(at - from);
                return at;
            }
        }
        throw new InvalidManifest(SYNTAX, "line " + line + " does not end with a newline");
    }

    /** What the leaves of its tree hold. */
    public PageKind kind() {
        return kind;
    }

    /** 0 for a leaf. */
    public int level() {
        return level;
    }

    /** All items, in order. */
    public List<? extends Item> items() {
        return items;
    }

    /** The entries of a leaf, without erased ones; empty for other pages. */
    public List<Entry> entries() {
        return only(Entry.class);
    }

    /** The lines of an index page, without erased ones; empty for other pages. */
    public List<PageRef> pages() {
        return only(PageRef.class);
    }

    /** The fragments of a leaf of a fragment list; empty for other pages. */
    public List<FragmentRef> fragments() {
        return only(FragmentRef.class);
    }

    private <T extends Item> List<T> only(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Whether any line was erased. */
    public boolean hasErased() {
        return hasErased;
    }

    /** The canonical bytes, in a new array. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Length of {@link #bytes()}. */
    public int size() {
        return bytes.length;
    }

    /** The SHA-256 over the header and the SHA-256 of each line; the same before and after a line is erased. */
    public Sha256 name() {
        Sha256 known = name;
        if (known == null) {
            known = computeName();
            name = known;
        }
        return known;
    }

    private Sha256 computeName() {
        MessageDigest whole = Sha256.digest();
        MessageDigest line = Sha256.digest();
        int at = Lines.header(kind, level).length;
        whole.update(bytes, 0, at);
        for (Item item : items) {
            int end = lineEnd(bytes, at, 0);
            if (item instanceof ErasedItem erased) {
                whole.update(erased.line().toBytes());
            } else {
                line.update(bytes, at, end - at);
                whole.update(line.digest());
            }
            at = end + 1;
        }
        return Sha256.finish(whole);
    }

    /** This page with one line of a version's tree replaced by its hash; the name stays. */
    public Page erase(int index) {
        List<Item> left = new ArrayList<>(items);
        CanonicalWriter line = new CanonicalWriter();
        Lines.write(items.get(index), line);
        Sha256 hash = Sha256.of(line.toBytes());
        if (items.get(index) instanceof Entry) {
            left.set(index, new ErasedItem.OfEntry(hash));
        } else if (items.get(index) instanceof PageRef ref) {
            left.set(index, new ErasedItem.OfPage(hash, ref.page(), ref.entries(), ref.bytes()));
        } else {
            throw new IllegalArgumentException("this line holds no path to erase, or none any more");
        }
        return of(kind, level, left);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Page that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind + " page of level " + level + " with " + items.size() + " items, " + name();
    }
}
