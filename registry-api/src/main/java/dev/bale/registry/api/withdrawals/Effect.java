package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.withdrawals.FindTarget.Target;
import dev.bale.registry.db.withdrawals.AffectedRepository;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a withdrawal affects, in packages as they are and were.
 *
 * @param packages in which something of it lies
 * @param paths at which it does
 * @param versions that have it and are not deleted
 * @param others some of these places, but for the one that was named
 * @param sharedFragments of the entry that other files use; covered only when asked to
 * @param sharedWith some of those files
 * @param people who published it or were handed it, where that was asked; then at most {@value #COUNTED}
 * @param fragments of the version, of which {@code fragmentsElsewhere} are also in other versions and stay available there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Effect(
        long packages,
        long paths,
        long versions,
        List<String> others,
        long sharedFragments,
        List<String> sharedWith,
        @Nullable Long people,
        @Nullable Long fragments,
        @Nullable Long fragmentsElsewhere) {
    /** So many people are counted. */
    static final int COUNTED = 100_000;

    private static final int NAMED = 20;

    static Effect of(AffectedRepository affected, Target target) {
        if (target.row().kind().equals("version")) {
            AffectedRepository.VersionExtent extent = affected.ofVersion(
                    Objects.requireNonNull(target.row().packageId()),
                    Objects.requireNonNull(target.row().versionId()));
            return new Effect(1, 0, 1, List.of(), 0, List.of(), null, extent.fragments(), extent.elsewhere());
        }
        AffectedRepository.Extent extent = affected.extent(target.covered());
        Long packageId = target.row().packageId();
        String path = target.row().path();
        return new Effect(
                extent.packages(),
                extent.paths(),
                extent.versions(),
                affected.places(target.covered(), packageId == null ? 0 : packageId, path == null ? "" : path, NAMED),
                target.sharedFragments().size(),
                target.sharedFragments().isEmpty()
                        ? List.of()
                        : affected.places(
                                target.sharedFragments(),
                                packageId == null ? 0 : packageId,
                                path == null ? "" : path,
                                NAMED),
                null,
                null,
                null);
    }

    Effect withPeople(long count) {
        return new Effect(
                packages, paths, versions, others, sharedFragments, sharedWith, count, fragments, fragmentsElsewhere);
    }
}
