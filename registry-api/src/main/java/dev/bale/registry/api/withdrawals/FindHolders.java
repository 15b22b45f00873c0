package dev.bale.registry.api.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.trace.FindContent;
import dev.bale.registry.api.trace.FindContent.Content;
import dev.bale.registry.api.trace.FindPeople;
import dev.bale.registry.api.trace.FindPeople.Part;
import dev.bale.registry.api.trace.FindPeople.People;
import dev.bale.registry.api.trace.Person;
import dev.bale.registry.db.audit.PlaceRepository;
import dev.bale.registry.db.audit.PlaceRepository.Filter;
import dev.bale.registry.db.audit.PlaceRepository.Place;
import dev.bale.registry.db.audit.PlaceRepository.Position;
import dev.bale.registry.db.withdrawals.HolderRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds everybody who published something or was handed it, in however many places it lies. */
@ApplicationScoped
class FindHolders {
    private static final int PLACES = 5_000;
    private static final int PEOPLE = 1_000;

    private final PlaceRepository places;
    private final FindContent findContent;
    private final FindPeople findPeople;
    private final HolderRepository holders;

    FindHolders(PlaceRepository places, FindContent findContent, FindPeople findPeople, HolderRepository holders) {
        this.places = places;
        this.findContent = findContent;
        this.findPeople = findPeople;
        this.holders = holders;
    }

    /** Takes some of the holders; the same account may come again and again. */
    @FunctionalInterface
    interface Consumer {
        void take(List<Long> accounts, boolean published);
    }

    /** Those of bytes, a fragment or a whole file. */
    void of(Sha256 sha256, Consumer consumer) {
        Optional<Long> hash = QuarkusTransaction.requiringNew().call(() -> places.hashId(sha256));
        Position after = Position.FIRST;
        while (hash.isPresent()) {
            Position from = after;
            List<Place> found = QuarkusTransaction.requiringNew()
                    .timeout(300)
                    .call(() -> places.places(hash.get(), Filter.ALL, from, PLACES));
            if (!found.isEmpty()) {
                consumer.take(found.stream().map(Place::pushedById).distinct().toList(), true);
                people(new Content(found, findContent.ordinals(found)), consumer);
            }
            if (found.size() < PLACES) {
                return;
            }
            after = found.getLast().position();
        }
    }

    /** Those of anything of a version. */
    void ofVersion(long versionId, Consumer consumer) {
        consumer.take(QuarkusTransaction.requiringNew().call(() -> holders.publishersOf(versionId)), true);
        people(Content.wholeVersion(versionId), consumer);
    }

    private void people(Content content, Consumer consumer) {
        Part part = Part.first(PEOPLE);
        Long next;
        do {
            People some = findPeople.of(content, part);
            consumer.take(some.people().stream().map(Person::accountId).toList(), false);
            next = some.next();
            part = next == null ? part : part.from(next);
        } while (next != null);
    }
}
