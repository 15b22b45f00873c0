package dev.bale.registry.api.packages;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.RecordRead;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.db.audit.PackageUseRepository;
import dev.bale.registry.db.audit.PackageUseRepository.Week;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How much a package is used: counts and no names, for whoever reads all of it. */
@ApplicationScoped
public class CountInstalls {
    private static final int WEEKS = 52;

    private final Access access;
    private final PackageUseRepository uses;
    private final RecordRead recordRead;
    private final Clock clock;

    CountInstalls(Access access, PackageUseRepository uses, RecordRead recordRead, Clock clock) {
        this.access = access;
        this.uses = uses;
        this.recordRead = recordRead;
        this.clock = clock;
    }

    /** The last weeks, oldest first, the present one last; and how many people installed in any of them. */
    public record Usage(List<Week> weeks, long people) {}

    /** The usage of the last {@value WEEKS} weeks. */
    @Transactional
    public Usage of(Principal principal, String namespace, String name) {
        PackageName checked = new PackageName(namespace, name);
        Access.Allowed allowed = access.readable(principal, checked.namespace(), checked.name());
        long id = allowed.inPackage().id();
        if (!allowed.view().whole()) {
            throw Forbidden.with(
                    id, "You may read some paths of this package; its usage is for whoever may read all of it.");
        }
        recordRead.of(principal, id, null, allowed.decision().note());
        LocalDate last = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate first = last.minusWeeks(WEEKS - 1);
        Map<LocalDate, Week> counted =
                uses.weeks(id, first).stream().collect(Collectors.toMap(Week::week, Function.identity()));
        List<Week> weeks = IntStream.range(0, WEEKS)
                .mapToObj(first::plusWeeks)
                .map(week -> counted.getOrDefault(week, new Week(week, 0, 0)))
                .toList();
        return new Usage(weeks, uses.people(id, first));
    }
}
