package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.EntryRun;
import dev.bale.manifest.FolderItem;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Meta;
import dev.bale.registry.api.packages.FragmentLists;
import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.packages.VersionPages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists entries of a version in order, all below a path or what one folder holds directly. */
@ApplicationScoped
public class ListEntries {
    private final VersionPages pages;

    ListEntries(VersionPages pages) {
        this.pages = pages;
    }

    /** A part of a list; {@code next} is the path after which it goes on; {@code below} counts all entries below a folder. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entries(
            List<EntryLine> entries,
            @Nullable Long below,
            @Nullable String next) {}

    /** A file, or a folder (its path ends with a slash) with the sums of everything below it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EntryLine(
            String path,
            long size,
            @Nullable String sha256,
            @Nullable Long ordinal,
            @Nullable Long first,
            @Nullable Long entries,
            @Nullable Long fragments,
            @Nullable Object fragmentList,
            @JsonRawValue @Nullable String meta,
            @Nullable String metaSha256) {

        static EntryLine of(EntryAt at) {
            Entry entry = at.entry();
            long fragments = FragmentLists.count(entry);
            return new EntryLine(
                    entry.path().toString(),
                    entry.size(),
                    entry.sha256().toString(),
                    at.ordinal(),
                    null,
                    null,
                    fragments == 1 ? null : fragments,
                    fragmentList(entry),
                    entry.meta() instanceof Meta.Inline inline ? inline.json() : null,
                    entry.meta() instanceof Meta.Stored stored ? stored.sha256().toString() : null);
        }

        static EntryLine of(FolderItem item) {
            return switch (item) {
                case FolderItem.File file -> of(file.file());
                case FolderItem.Folder folder ->
                    new EntryLine(
                            folder.path() + "/",
                            folder.below().bytes(),
                            null,
                            null,
                            folder.below().firstOrdinal(),
                            folder.below().entries(),
                            null,
                            null,
                            null,
                            null);
            };
        }

        /** As in the page, for readers who get no pages. */
        private static @Nullable Object fragmentList(Entry entry) {
            return switch (entry.fragments()) {
                case Fragments.Single _ -> null;
                case Fragments.Listed listed ->
                    listed.fragments().stream()
                            .map(ref -> new FragmentLine(ref.sha256().toString(), ref.size()))
                            .toList();
                case Fragments.Paged paged ->
                    new PagedList(paged.count(), paged.root().toString());
            };
        }
    }

    /** A fragment of an entry that has a few. */
    public record FragmentLine(String sha256, long size) {}

    /** The fragments of an entry that has many, by the root page of their list. */
    public record PagedList(long count, String root) {}

    /** Entries below a prefix (null: all) after a path, as a stream that reads pages as it goes. */
    public Iterator<EntryAt> stream(FindVersion.Found found, @Nullable EntryPath prefix, @Nullable EntryPath after) {
        return pages.readable(found.version(), found.view()).scan(prefix, after);
    }

    /** A part of the entries below a prefix. */
    public Entries list(FindVersion.Found found, @Nullable EntryPath prefix, @Nullable String after, int limit) {
        Iterator<EntryAt> entries = stream(found, prefix, after == null ? null : EntryPath.of(after));
        List<EntryLine> lines = new ArrayList<>();
        while (entries.hasNext() && lines.size() < limit) {
            lines.add(EntryLine.of(entries.next()));
        }
        return new Entries(lines, null, entries.hasNext() ? lines.getLast().path() : null);
    }

    /**
     * A part of what a folder (null: the top) holds directly, after the name of the last item before; or from the item on that is or holds the
     * entry {@code from} of those below the folder.
     */
    public Entries folder(
            FindVersion.Found found,
            @Nullable EntryPath folder,
            @Nullable String after,
            @Nullable Long from,
            int limit) {
        ReadableTree readable = pages.readable(found.version(), found.view());
        EntryRun below = readable.count(folder);
        List<FolderItem> items;
        if (from == null) {
            items = readable.children(folder, after, limit + 1);
        } else if (from < below.entries()) {
            items = readable.childrenFrom(folder, below.firstOrdinal() + from, limit + 1);
        } else {
            items = List.of();
        }
        List<EntryLine> lines = items.stream().limit(limit).map(EntryLine::of).toList();
        String next = null;
        if (items.size() > limit) {
            String path = items.get(limit - 1).path().toString();
            next = path.substring(path.lastIndexOf('/') + 1);
        }
        return new Entries(lines, below.entries(), next);
    }
}
