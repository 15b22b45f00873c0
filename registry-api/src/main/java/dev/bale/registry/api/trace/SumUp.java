package dev.bale.registry.api.trace;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.trace.FindContent.Content;
import dev.bale.registry.api.trace.TraceViews.Count;
import dev.bale.registry.api.trace.TraceViews.Summary;
import dev.bale.registry.db.audit.PlaceRepository;
import dev.bale.registry.db.audit.PlaceRepository.Filter;
import dev.bale.registry.db.audit.PlaceRepository.Place;
import dev.bale.registry.db.audit.PlaceRepository.Position;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Counts where some bytes are and who was handed them, up to a number at which it no longer matters. */
@ApplicationScoped
class SumUp {
    private static final int MOST_PEOPLE = 1_000;

    private final PlaceRepository places;
    private final FindContent findContent;
    private final FindPeople findPeople;

    SumUp(PlaceRepository places, FindContent findContent, FindPeople findPeople) {
        this.places = places;
        this.findContent = findContent;
        this.findPeople = findPeople;
    }

    Summary of(Sha256 sha256, Filter filter) {
        List<Place> found = QuarkusTransaction.requiringNew()
                .call(() -> places.hashId(sha256)
                        .map(hash -> places.places(hash, filter, Position.FIRST, FindContent.MOST_PLACES + 1))
                        .orElse(List.of()));
        boolean more = found.size() > FindContent.MOST_PLACES;
        return new Summary(
                sha256.toString(),
                new Count(Math.min(found.size(), FindContent.MOST_PLACES), more),
                new Count(distinct(found, place -> place.position().packageId()), more),
                new Count(distinct(found, Place::versionId), more),
                more ? new Count(0, true) : people(found),
                found.stream().anyMatch(Place::whole));
    }

    private static long distinct(List<Place> found, java.util.function.ToLongFunction<Place> of) {
        return found.stream().mapToLong(of).distinct().count();
    }

    private Count people(List<Place> found) {
        FindPeople.People people =
                findPeople.of(new Content(found, findContent.ordinals(found)), FindPeople.Part.first(MOST_PEOPLE));
        return new Count(people.people().size(), people.next() != null);
    }
}
