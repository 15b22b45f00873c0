package dev.bale.registry.api.packages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.RecordRead;
import dev.bale.registry.db.packages.PackageListRepository;
import dev.bale.registry.db.packages.PackageSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists packages that the caller may see, by name. */
@ApplicationScoped
public class ListPackages {
    private final PackageListRepository packageLists;
    private final Access access;
    private final RecordRead recordRead;

    ListPackages(PackageListRepository packageLists, Access access, RecordRead recordRead) {
        this.packageLists = packageLists;
        this.access = access;
        this.recordRead = recordRead;
    }

    /** A part of the list; {@code next} is the name after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Packages(
            List<PackageView> packages, @Nullable String next) {}

    /** A package with its newest version; {@code view} is true for whoever may read only some of its paths, else absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PackageView(
            String namespace,
            String name,
            Instant createdAt,
            PackageVersion latest,
            @Nullable Boolean view) {
        static PackageView of(PackageSummary summary) {
            boolean whole = summary.whole();
            return new PackageView(
                    summary.namespace(),
                    summary.name(),
                    summary.createdAt(),
                    new PackageVersion(
                            summary.topHash().toString(),
                            whole ? summary.entries() : null,
                            whole ? summary.bytes() : null,
                            summary.at()),
                    whole ? null : true);
        }
    }

    /** The newest version of a package; {@code bytes} is the sum of its entries' sizes. Lists do not count what a view has. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PackageVersion(
            String topHash,
            @Nullable Long entries,
            @Nullable Long bytes,
            Instant at) {}

    /** Packages whose full name begins with {@code prefix}, after the full name {@code after}. */
    @Transactional
    public Packages list(Principal principal, String prefix, @Nullable String after, int limit) {
        recordRead.ofList(principal);
        PackageName last = after == null ? null : PackageName.parse(after);
        List<PackageSummary> found = packageLists.list(
                prefix,
                last == null ? null : last.namespace(),
                last == null ? null : last.name(),
                limit + 1,
                access.readerFilter(principal));
        List<PackageView> shown =
                found.stream().limit(limit).map(PackageView::of).toList();
        String next = found.size() > limit
                ? shown.getLast().namespace() + "/" + shown.getLast().name()
                : null;
        return new Packages(shown, next);
    }
}
