package dev.bale.registry.api.packages;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.EntryRun;
import dev.bale.manifest.FolderItem;
import dev.bale.manifest.PageReader;
import dev.bale.manifest.TreeReader;
import dev.bale.registry.api.access.View;
import dev.bale.registry.db.packages.VersionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one version that somebody may read, as if there were no others: ordinals count these alone, folders above them have the
 * sums of these alone. Not for several threads at once.
 */
public final class ReadableTree {
    private final TreeReader tree;
    private final List<Run> runs;

    /** A run of readable entries: all at and below a path (null: all there are), the first of which has that ordinal here. */
    private record Run(@Nullable EntryPath path, long first, EntryRun inVersion) {
        long end() {
            return first + inVersion.entries();
        }

        /** How much further on the run lies in the version. */
        long offset() {
            return inVersion.firstOrdinal() - first;
        }

        Span inVersion(long from, long to) {
            return new Span(Math.max(from, first) + offset(), Math.min(to, end()) + offset());
        }

        EntryAt here(EntryAt found) {
            return offset() == 0 ? found : new EntryAt(found.ordinal() - offset(), found.entry());
        }
    }

    /** Ordinals {@code [from, to)} of the version. */
    public record Span(long from, long to) {}

    /** What that view has of that version. */
    ReadableTree(PageReader pages, VersionRow version, View view) {
        this.tree = new TreeReader(pages, version.root());
        this.runs = view.whole()
                ? List.of(new Run(null, 0, new EntryRun(0, version.entries(), version.bytes())))
                : runs(tree, view);
    }

    private static List<Run> runs(TreeReader tree, View view) {
        List<Run> runs = new ArrayList<>();
        long first = 0;
        for (EntryPath path : view.paths()) {
            EntryRun found = tree.count(path);
            if (found.entries() > 0) {
                runs.add(new Run(path, first, found));
                first += found.entries();
            }
        }
        return runs;
    }

    /** How many entries there are. */
    public long entries() {
        return runs.isEmpty() ? 0 : runs.getLast().end();
    }

    /** The sum of their sizes. */
    public long bytes() {
        return runs.stream().mapToLong(run -> run.inVersion().bytes()).sum();
    }

    /** The entry with exactly this path. */
    public Optional<EntryAt> lookup(EntryPath path) {
        return runs.stream()
                .filter(run -> isWithin(path, run.path()))
                .findFirst()
                .flatMap(run -> tree.lookup(path).map(run::here));
    }

    /** The entry with this ordinal. */
    public Optional<EntryAt> entryAt(long ordinal) {
        return runs.stream()
                .filter(run -> ordinal >= run.first() && ordinal < run.end())
                .findFirst()
                .flatMap(run -> tree.entryAt(ordinal + run.offset()).map(run::here));
    }

    /** The entries with ordinals from the first to before the second. */
    public Iterator<EntryAt> range(long from, long to) {
        return new Chain(meeting(from, to), run -> {
            Span there = run.inVersion(from, to);
            return tree.range(there.from(), there.to());
        });
    }

    /** Where the entries with ordinals from the first to before the second stand in the version. */
    public List<Span> inVersion(long from, long to) {
        return meeting(from, to).stream().map(run -> run.inVersion(from, to)).toList();
    }

    private List<Run> meeting(long from, long to) {
        return runs.stream().filter(run -> run.first() < to && run.end() > from).toList();
    }

    /** Whether all entries with these ordinals of the version are here. */
    public boolean hasAll(Span inVersion) {
        long here = runs.stream()
                .map(Run::inVersion)
                .mapToLong(run -> Math.min(inVersion.to(), run.firstOrdinal() + run.entries())
                        - Math.max(inVersion.from(), run.firstOrdinal()))
                .filter(common -> common > 0)
                .sum();
        return here == inVersion.to() - inVersion.from();
    }

    /** The entry with this path, or those below it (null: all), from the first after a path on. */
    public Iterator<EntryAt> scan(@Nullable EntryPath prefix, @Nullable EntryPath after) {
        List<Run> wanted = runs.stream()
                .filter(run -> meets(run, prefix) && !isPassed(run, after))
                .toList();
        return new Chain(wanted, run -> tree.scan(isWithin(run.path(), prefix) ? run.path() : prefix, after));
    }

    /** How many entries, and bytes, have this path or lie below it (null: all). */
    public EntryRun count(@Nullable EntryPath prefix) {
        long first = 0;
        long entries = 0;
        long bytes = 0;
        for (Run run : runs) {
            if (meets(run, prefix)) {
                boolean all = isWithin(run.path(), prefix);
                EntryRun found = all ? run.inVersion() : tree.count(prefix);
                first = entries == 0 ? found.firstOrdinal() - run.offset() : first;
                entries += found.entries();
                bytes += found.bytes();
            }
        }
        return new EntryRun(first, entries, bytes);
    }

    /** What the folder (null: the top) holds directly, after that name; see {@link TreeReader#children}. */
    public List<FolderItem> children(@Nullable EntryPath folder, @Nullable String after, int limit) {
        for (Run run : runs) {
            if (isWithin(folder, run.path())) {
                return tree.children(folder, after, limit).stream()
                        .map(item -> here(run, item))
                        .toList();
            }
        }
        EntryPath last = null;
        if (after != null) {
            last = folder == null ? EntryPath.of(after) : folder.child(after);
        }
        return above(folder, last, limit);
    }

    /** As {@link #children(EntryPath, String, int)}, from the item on that is, or holds, the entry with that ordinal. */
    public List<FolderItem> childrenFrom(@Nullable EntryPath folder, long ordinal, int limit) {
        for (Run run : runs) {
            if (isWithin(folder, run.path())) {
                return tree.childrenFrom(folder, ordinal + run.offset(), limit).stream()
                        .map(item -> here(run, item))
                        .toList();
            }
        }
        return above(folder, null, Integer.MAX_VALUE).stream()
                .filter(item -> end(item) > ordinal)
                .limit(limit)
                .toList();
    }

    /** The first ordinal after an item. */
    private static long end(FolderItem item) {
        return switch (item) {
            case FolderItem.File(EntryAt file) -> file.ordinal() + 1;
            case FolderItem.Folder(EntryPath _, EntryRun below) -> below.firstOrdinal() + below.entries();
        };
    }

    /** What a folder that is not readable as such holds of what is. */
    private List<FolderItem> above(@Nullable EntryPath folder, @Nullable EntryPath last, int limit) {
        List<FolderItem> items = new ArrayList<>();
        EntryPath done = last;
        for (Run run : runs) {
            if (items.size() == limit) {
                break;
            }
            EntryPath path = run.path();
            if (path != null && (folder == null || path.startsWithFolder(folder))) {
                EntryPath child = child(folder, path);
                if (done == null || child.compareTo(done) > 0) {
                    items.add(item(run, child, path));
                    done = child;
                }
            }
        }
        return items;
    }

    private FolderItem item(Run run, EntryPath child, EntryPath path) {
        Optional<EntryAt> file = child.equals(path) ? tree.lookup(path) : Optional.empty();
        return file.<FolderItem>map(found -> new FolderItem.File(run.here(found)))
                .orElseGet(() -> new FolderItem.Folder(child, count(child)));
    }

    private static EntryPath child(@Nullable EntryPath folder, EntryPath path) {
        String text = path.toString();
        int slash = text.indexOf('/', folder == null ? 0 : folder.toString().length() + 1);
        return slash < 0 ? path : EntryPath.of(text.substring(0, slash));
    }

    private static FolderItem here(Run run, FolderItem item) {
        return switch (item) {
            case FolderItem.File file -> new FolderItem.File(run.here(file.file()));
            case FolderItem.Folder(EntryPath path, EntryRun below) ->
                new FolderItem.Folder(
                        path, new EntryRun(below.firstOrdinal() - run.offset(), below.entries(), below.bytes()));
        };
    }

    private static boolean meets(Run run, @Nullable EntryPath prefix) {
        return isWithin(run.path(), prefix) || isWithin(prefix, run.path());
    }

    private static boolean isPassed(Run run, @Nullable EntryPath after) {
        return after != null
                && run.path() != null
                && after.compareTo(run.path()) > 0
                && !after.startsWithFolder(run.path());
    }

    private static boolean isWithin(@Nullable EntryPath path, @Nullable EntryPath above) {
        return above == null || (path != null && (path.equals(above) || path.startsWithFolder(above)));
    }

    /** The entries of some runs, each opened when the one before has ended. */
    private static final class Chain implements Iterator<EntryAt> {
        private final Iterator<Run> rest;
        private final Function<Run, Iterator<EntryAt>> open;
        private Iterator<EntryAt> entries = Collections.emptyIterator();
        private @Nullable Run at;

        Chain(List<Run> runs, Function<Run, Iterator<EntryAt>> open) {
            this.rest = runs.iterator();
            this.open = open;
        }

        @Override
        public boolean hasNext() {
            while (!entries.hasNext() && rest.hasNext()) {
                at = rest.next();
                entries = open.apply(at);
            }
            return entries.hasNext();
        }

        @Override
        public EntryAt next() {
            if (!hasNext() || at == null) {
                throw new NoSuchElementException();
            }
            return at.here(entries.next());
        }
    }
}
