package dev.bale.manifest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tree of one version page by page, and only those pages that an answer needs. A folder, or a prefix, of null
 * is the whole version. Checks each page against its name; that the tree as a whole is well-formed was checked by the
 * registry that took it ({@link PageChecker}). Not for several threads at once.
 */
public final class TreeReader {
    private final PageSource source;
    private final Sha256 root;

    /** A reader of the tree with this root. */
    public TreeReader(PageReader reader, Sha256 root) {
        this.source = new PageSource(reader, PageKind.ENTRIES);
        this.root = root;
    }

    /** The page at this position; {@link InvalidManifest} where there is none. */
    public Page page(PagePosition position) {
        Page page = source.load(new PageAddress(PagePosition.ROOT, root), PageSource.ANY_LEVEL);
        PagePosition at = PagePosition.ROOT;
        for (int index : position.indices()) {
            if (page.level() == 0 || index >= page.items().size()) {
                throw new InvalidManifest(InvalidManifest.Code.LEVEL, "no page is at position \"" + position + "\"");
            }
            at = at.child(index);
            Sha256 name = Items.pageOf(page.items().get(index));
            page = source.load(new PageAddress(at, name), page.level() - 1);
        }
        return page;
    }

    /** The entry with exactly this path. */
    public Optional<EntryAt> lookup(EntryPath path) {
        TreeScan found = new TreeScan(seek(PathBound.at(path)), PathBound.after(path), Long.MAX_VALUE);
        return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }

    /** The entry with this ordinal; nothing where the version is shorter or the entry was erased. */
    public Optional<EntryAt> entryAt(long ordinal) {
        TreeCursor cursor = cursor(ReadAhead.NONE);
        cursor.seek(ordinal);
        TreeScan found = new TreeScan(cursor, PathBound.END, ordinal + 1);
        return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }

    /** The entries with ordinals from the first to before the second. */
    public Iterator<EntryAt> range(long from, long to) {
        TreeCursor cursor = cursor(ReadAhead.until(to));
        cursor.seek(from);
        return new TreeScan(cursor, PathBound.END, to);
    }

    /** All entries in order. */
    public Iterator<EntryAt> scan() {
        return scan(null, null);
    }

    /** The entry with this path, or those below it, in order. */
    public Iterator<EntryAt> scan(@Nullable EntryPath prefix) {
        return scan(prefix, null);
    }

    /** As {@link #scan(EntryPath)}, from the first entry after this path on. */
    public Iterator<EntryAt> scan(@Nullable EntryPath prefix, @Nullable EntryPath after) {
        PathBound from = prefix == null ? PathBound.START : PathBound.at(prefix);
        PathBound end = prefix == null ? PathBound.END : PathBound.afterFolder(prefix);
        TreeCursor cursor = cursor(ReadAhead.until(end));
        cursor.seek(after == null ? from : from.max(PathBound.after(after)));
        return new TreeScan(cursor, end, Long.MAX_VALUE);
    }

    /** How many entries, and bytes, have this path or lie below it: from the sums, not from the entries. */
    public EntryRun count(@Nullable EntryPath prefix) {
        TreeCursor cursor = seek(prefix == null ? PathBound.START : PathBound.at(prefix));
        long ordinal = cursor.ordinal();
        long bytes = cursor.bytes();
        cursor.seek(prefix == null ? PathBound.END : PathBound.afterFolder(prefix));
        return new EntryRun(ordinal, cursor.ordinal() - ordinal, cursor.bytes() - bytes);
    }

    /**
     * What the folder holds directly, in path order, folders with the sums of all below them. Takes time for each item
     * listed, not for what lies below.
     *
     * @param after the name (not the path) of the last item of the list before this one, or null for the first list
     * @param limit items at most
     */
    public List<FolderItem> children(@Nullable EntryPath folder, @Nullable String after, int limit) {
        return children(folder, seek(start(folder, after)), limit);
    }

    /**
     * As {@link #children(EntryPath, String, int)}, from the item on that is, or holds, the entry with this ordinal, which must lie below the
     * folder: as quickly at the end of a folder of a million items as at its beginning.
     */
    public List<FolderItem> childrenFrom(@Nullable EntryPath folder, long ordinal, int limit) {
        TreeCursor cursor = cursor(ReadAhead.NONE);
        cursor.seek(ordinal);
        TreeScan scan = new TreeScan(cursor, PathBound.END, Long.MAX_VALUE);
        if (!scan.hasNext()) {
            return List.of();
        }
        EntryPath item = scan.next().entry().path().upToSlash(folder == null ? 0 : folder.length() + 1);
        return children(folder, seek(PathBound.at(item)), limit);
    }

    private static List<FolderItem> children(@Nullable EntryPath folder, TreeCursor cursor, int limit) {
        PathBound end = folder == null ? PathBound.END : PathBound.afterFolder(folder);
        List<FolderItem> items = new ArrayList<>();
        while (items.size() < limit) {
            TreeScan scan = new TreeScan(cursor, end, Long.MAX_VALUE);
            if (!scan.hasNext()) {
                break;
            }
            items.add(item(folder, cursor, scan));
        }
        return items;
    }

    private static PathBound start(@Nullable EntryPath folder, @Nullable String after) {
        if (after != null) {
            return PathBound.afterFolder(folder == null ? EntryPath.of(after) : folder.child(after));
        }
        return folder == null ? PathBound.START : PathBound.after(folder);
    }

    private static FolderItem item(@Nullable EntryPath folder, TreeCursor cursor, TreeScan scan) {
        long ordinal = cursor.ordinal();
        long bytes = cursor.bytes();
        EntryAt first = scan.next();
        EntryPath path = first.entry().path().upToSlash(folder == null ? 0 : folder.length() + 1);
        if (path.equals(first.entry().path())) {
            return new FolderItem.File(first);
        }
        cursor.seek(PathBound.afterFolder(path));
        return new FolderItem.Folder(path, new EntryRun(ordinal, cursor.ordinal() - ordinal, cursor.bytes() - bytes));
    }

    private TreeCursor seek(PathBound bound) {
        TreeCursor cursor = cursor(ReadAhead.NONE);
        cursor.seek(bound);
        return cursor;
    }

    private TreeCursor cursor(ReadAhead readAhead) {
        return new TreeCursor(source, root, readAhead);
    }
}
