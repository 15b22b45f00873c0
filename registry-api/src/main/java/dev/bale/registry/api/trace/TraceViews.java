package dev.bale.registry.api.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.audit.CsvLine;
import dev.bale.registry.db.audit.PlaceRepository.Place;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a trace answers. */
final class TraceViews {
    private TraceViews() {}

    /** A count; {@code more} where counting stopped there. */
    record Count(long count, boolean more) {}

    /** What is known of a hash at a glance. {@code whole} is for files of several fragments. */
    record Summary(String sha256, Count places, Count packages, Count versions, Count people, boolean whole) {}

    /** One path of one version that has the bytes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlaceView(
            String namespace,
            String name,
            String topHash,
            String path,
            boolean whole,
            Instant pushedAt,
            String pushedBy,
            List<String> tags,
            @Nullable Instant deletedAt) {
        static final String CSV = CsvLine.of(
                "package", "version", "path", "whole file", "pushed at", "pushed by", "tags", "version deleted at");

        static PlaceView of(Place place) {
            return new PlaceView(
                    place.namespace(),
                    place.name(),
                    place.topHash().toString(),
                    place.path(),
                    place.whole(),
                    place.pushedAt(),
                    place.pushedBy(),
                    place.tags(),
                    place.deletedAt());
        }

        String csv() {
            return CsvLine.of(
                    namespace + "/" + name, topHash, path, whole, pushedAt, pushedBy, joined(tags), deletedAt);
        }
    }

    /** A part of the places; {@code next} is where it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Places(List<PlaceView> places, @Nullable String next) {}

    /** When somebody was handed the bytes as part of a version. */
    record Received(String namespace, String name, String topHash, Instant firstAt, Instant lastAt) {}

    /**
     * Somebody who was handed the bytes. {@code account} is missing for whoever did not sign in, {@code addresses} and {@code programs} are
     * empty once they were erased; {@code handOuts} may be 0 for whoever only reported to have the bytes already. {@code mayRead} has the
     * packages of {@code versions} in which they may read the bytes now.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PersonView(
            @Nullable String account,
            String kind,
            Instant firstAt,
            Instant lastAt,
            long handOuts,
            Collection<String> addresses,
            Collection<String> programs,
            Collection<String> grants,
            List<Received> versions,
            long versionCount,
            boolean more,
            List<String> mayRead) {
        static final String CSV = CsvLine.of(
                "account",
                "kind",
                "first at",
                "last at",
                "hand-outs",
                "addresses",
                "programs",
                "grants",
                "versions",
                "may still read in");

        String csv() {
            return CsvLine.of(
                    account,
                    kind,
                    firstAt,
                    lastAt,
                    handOuts,
                    joined(addresses),
                    joined(programs),
                    joined(grants),
                    joined(versions.stream()
                            .map(version -> version.namespace() + "/" + version.name() + "@" + version.topHash())
                            .toList()),
                    joined(mayRead));
        }
    }

    /** A part of the people; {@code next} is where it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record People(List<PersonView> people, @Nullable String next) {}

    private static String joined(Collection<String> texts) {
        return String.join(" ", texts);
    }
}
