package dev.bale.registry.api.packages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Tag;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.View;
import dev.bale.registry.api.audit.RecordRead;
import dev.bale.registry.api.packages.ListPackages.PackageVersion;
import dev.bale.registry.api.packages.ListPackages.PackageView;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.packages.LogRepository;
import dev.bale.registry.db.packages.LogRow;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.TagRepository;
import dev.bale.registry.db.packages.TagRow;
import dev.bale.registry.db.packages.VersionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One package: its newest version, its log, its tags. */
@ApplicationScoped
public class ReadPackage {
    private final Access access;
    private final LogRepository log;
    private final TagRepository tags;
    private final VersionRepository versions;
    private final VersionPages pages;
    private final RecordRead recordRead;

    ReadPackage(
            Access access,
            LogRepository log,
            TagRepository tags,
            VersionRepository versions,
            VersionPages pages,
            RecordRead recordRead) {
        this.access = access;
        this.log = log;
        this.tags = tags;
        this.versions = versions;
        this.pages = pages;
        this.recordRead = recordRead;
    }

    /** A part of the log, newest first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Log(List<LogLine> log, @Nullable String next) {}

    /** One push; for whoever may read only some paths without message, which may speak of others, and without sums. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LogLine(
            long sequence,
            String topHash,
            @Nullable String parent,
            Instant at,
            String author,
            @Nullable String message,
            @Nullable Long entries,
            @Nullable Long bytes,
            @Nullable Changes changes,
            List<String> tags) {
        static LogLine of(LogRow row, View view) {
            return new LogLine(
                    row.sequence(),
                    row.topHash().toString(),
                    row.parent() == null ? null : row.parent().toString(),
                    row.at(),
                    row.author(),
                    view.whole() ? row.message() : null,
                    view.whole() ? row.entries() : null,
                    view.whole() ? row.bytes() : null,
                    view.whole() ? Changes.of(row.changes()) : null,
                    row.tags());
        }
    }

    /** What a push made of the version before. */
    public record Changes(Sum added, Sum removed, Sum changed) {
        /** So many files, and the sum of their sizes. */
        public record Sum(long entries, long bytes) {}

        static @Nullable Changes of(LogRow.@Nullable Changes counted) {
            return counted == null
                    ? null
                    : new Changes(
                            new Sum(counted.addedFiles(), counted.addedBytes()),
                            new Sum(counted.removedFiles(), counted.removedBytes()),
                            new Sum(counted.changedFiles(), counted.changedBytes()));
        }
    }

    /** A part of the tags, by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tags(List<TagView> tags, @Nullable String next) {}

    /** The package with its newest version. */
    @Transactional
    public PackageView view(Principal principal, String namespace, String name) {
        Access.Allowed allowed = readable(principal, namespace, name);
        PackageRow found = allowed.inPackage();
        LogRow newest = log.line(Objects.requireNonNull(found.headLogId())).orElseThrow();
        ReadableTree readable = pages.readable(versions.atLog(newest.id()), allowed.view());
        boolean whole = allowed.view().whole();
        boolean publish = whole && access.may(principal, found, Action.PUBLISH);
        return new PackageView(
                found.namespace(),
                found.name(),
                whole ? found.description() : null,
                found.createdAt(),
                new PackageVersion(newest.topHash().toString(), readable.entries(), readable.bytes(), newest.at()),
                whole ? null : true,
                publish ? true : null);
    }

    /** The log before the line that {@code after} names. */
    @Transactional
    public Log log(Principal principal, String namespace, String name, @Nullable String after, int limit) {
        Access.Allowed found = readable(principal, namespace, name);
        List<LogRow> lines = log.before(found.inPackage().id(), sequence(after), limit + 1);
        List<LogLine> shown = lines.stream()
                .limit(limit)
                .map(row -> LogLine.of(row, found.view()))
                .toList();
        return new Log(
                shown, lines.size() > limit ? Long.toString(shown.getLast().sequence()) : null);
    }

    /** The tags after the name {@code after}. */
    @Transactional
    public Tags tags(Principal principal, String namespace, String name, @Nullable String after, int limit) {
        PackageRow found = readable(principal, namespace, name).inPackage();
        List<TagRow> rows = tags.after(found.id(), after == null ? "" : new Tag(after).text(), limit + 1);
        List<TagView> shown = rows.stream().limit(limit).map(TagView::of).toList();
        return new Tags(shown, rows.size() > limit ? shown.getLast().tag() : null);
    }

    private Access.Allowed readable(Principal principal, String namespace, String name) {
        PackageName checked = new PackageName(namespace, name);
        Access.Allowed allowed = access.readable(principal, checked.namespace(), checked.name());
        recordRead.of(
                principal, allowed.inPackage().id(), null, allowed.decision().note());
        return allowed;
    }

    private static long sequence(@Nullable String after) {
        try {
            return after == null ? Long.MAX_VALUE : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
    }
}
