package dev.bale.registry.api.packages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.RecordRead;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.PackageListRepository;
import dev.bale.registry.db.packages.PackageListRepository.Listed;
import dev.bale.registry.db.packages.PackageQuestion;
import dev.bale.registry.db.packages.PackageQuestion.Place;
import dev.bale.registry.db.packages.PackageSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists packages that the caller may see, by name or by the last push. */
@ApplicationScoped
public class ListPackages {
    /** So many packages a filter looks at in one request; then the answer says where to go on, however few it found. */
    private static final int LOOK = 20_000;

    private final PackageListRepository packageLists;
    private final NamespaceRepository namespaces;
    private final Access access;
    private final RecordRead recordRead;
    private final Clock clock;

    ListPackages(
            PackageListRepository packageLists,
            NamespaceRepository namespaces,
            Access access,
            RecordRead recordRead,
            Clock clock) {
        this.packageLists = packageLists;
        this.namespaces = namespaces;
        this.access = access;
        this.recordRead = recordRead;
        this.clock = clock;
    }

    /** A part of the list; {@code next} is the package after which it goes on, with the moment of its push where that is the order. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Packages(
            List<PackageView> packages, @Nullable String next) {}

    /**
     * A package with its newest version; {@code view} is true for whoever may read only some of its paths, {@code publish} for whoever may
     * publish and describe it, where one package is asked for; else they are absent.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PackageView(
            String namespace,
            String name,
            @Nullable String description,
            Instant createdAt,
            PackageVersion latest,
            @Nullable Boolean view,
            @Nullable Boolean publish) {
        static PackageView of(PackageSummary summary) {
            boolean whole = summary.whole();
            return new PackageView(
                    summary.namespace(),
                    summary.name(),
                    summary.description(),
                    summary.createdAt(),
                    new PackageVersion(
                            summary.topHash().toString(),
                            whole ? summary.entries() : null,
                            whole ? summary.bytes() : null,
                            summary.at()),
                    whole ? null : true,
                    null);
        }
    }

    /** The newest version of a package; {@code bytes} is the sum of its entries' sizes. Lists do not count what a view has. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PackageVersion(
            String topHash,
            @Nullable Long entries,
            @Nullable Long bytes,
            Instant at) {}

    /**
     * What is asked for.
     *
     * @param prefix what full names begin with
     * @param filter what a full name or a description contains, in upper or lower case; empty for all
     * @param recent newest push first, else by name
     * @param mine only what lies in namespaces of the caller or of teams that he is in
     */
    public record Question(
            String prefix,
            String filter,
            boolean recent,
            boolean mine,
            @Nullable String after,
            int limit) {}

    /** The packages that the caller may see and the question asks for. */
    @Transactional
    public Packages list(Principal principal, Question question) {
        recordRead.ofList(principal);
        String filter = question.filter().strip().toLowerCase(Locale.ROOT);
        Listed found = packageLists.list(
                new PackageQuestion(
                        question.prefix(),
                        filter.isEmpty() ? null : filter,
                        question.recent(),
                        question.mine() ? mine(principal) : null,
                        place(question),
                        question.limit() + 1,
                        LOOK),
                access.readerFilter(principal));
        List<PackageSummary> shown =
                found.packages().stream().limit(question.limit()).toList();
        Place last = null;
        if (found.packages().size() > question.limit()) {
            PackageSummary end = shown.getLast();
            last = new Place(end.namespace(), end.name(), end.at());
        } else if (!filter.isEmpty()) {
            last = found.looked();
        }
        return new Packages(
                shown.stream().map(PackageView::of).toList(), last == null ? null : cursor(last, question.recent()));
    }

    private List<Long> mine(Principal principal) {
        return principal.anonymous() ? List.of() : namespaces.mine(principal.accountId(), clock.instant());
    }

    private static String cursor(Place place, boolean recent) {
        String name = place.namespace() + "/" + place.name();
        return recent ? Objects.requireNonNull(place.pushedAt()) + "," + name : name;
    }

    private static @Nullable Place place(Question question) {
        String after = question.after();
        if (after == null) {
            return null;
        }
        int comma = after.indexOf(',');
        if (question.recent() != (comma >= 0)) {
            throw badCursor();
        }
        try {
            PackageName name = PackageName.parse(after.substring(comma + 1));
            return new Place(
                    name.namespace(), name.name(), comma < 0 ? null : Instant.parse(after.substring(0, comma)));
        } catch (DateTimeException e) {
            throw badCursor();
        }
    }

    private static Invalid badCursor() {
        return new Invalid("The cursor in `after` is none that this registry gave for this list.");
    }
}
