package dev.bale.registry.api.packages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
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

    ListPackages(PackageListRepository packageLists, Access access) {
        this.packageLists = packageLists;
        this.access = access;
    }

    /** A part of the list; {@code next} is the name after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Packages(
            List<PackageView> packages, @Nullable String next) {}

    /** A package with its newest version. */
    public record PackageView(String namespace, String name, Instant createdAt, PackageVersion latest) {
        static PackageView of(PackageSummary summary) {
            return new PackageView(
                    summary.namespace(),
                    summary.name(),
                    summary.createdAt(),
                    new PackageVersion(summary.topHash().toString(), summary.entries(), summary.bytes(), summary.at()));
        }
    }

    /** The newest version of a package; {@code bytes} is the sum of its entries' sizes. */
    public record PackageVersion(String topHash, long entries, long bytes, Instant at) {}

    /** Packages whose full name begins with {@code prefix}, after the full name {@code after}. */
    @Transactional
    public Packages list(Principal principal, String prefix, @Nullable String after, int limit) {
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
