package dev.bale.registry.api.trace;

import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.grants.MayReadNow;
import dev.bale.registry.api.trace.FindContent.Content;
import dev.bale.registry.api.trace.TraceViews.PersonView;
import dev.bale.registry.api.trace.TraceViews.Received;
import dev.bale.registry.db.access.AccessHistoryRepository;
import dev.bale.registry.db.access.AccessHistoryRepository.AccountAt;
import dev.bale.registry.db.audit.HandedRow.EventSpan;
import dev.bale.registry.db.audit.PlaceRepository.Place;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists who was handed some bytes, with names and with what they may read now. */
@ApplicationScoped
class ListPeople {
    /** So many versions of each are shown. */
    private static final int SHOWN = 100;

    private final FindPeople findPeople;
    private final MayReadNow mayReadNow;
    private final AccessHistoryRepository accounts;
    private final Clock clock;

    ListPeople(FindPeople findPeople, MayReadNow mayReadNow, AccessHistoryRepository accounts, Clock clock) {
        this.findPeople = findPeople;
        this.mayReadNow = mayReadNow;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A part of the people who were handed the content. */
    TraceViews.People list(Content content, FindPeople.Part part) {
        FindPeople.People found = findPeople.of(content, part);
        return new TraceViews.People(
                named(found.people(), content), found.next() == null ? null : Long.toString(found.next()));
    }

    @Transactional
    List<PersonView> named(List<Person> people, Content content) {
        Map<Long, Place> places = new HashMap<>();
        content.places().forEach(place -> places.putIfAbsent(place.versionId(), place));
        Set<Long> ids = people.stream().map(Person::accountId).collect(Collectors.toSet());
        Map<Long, AccountAt> names = accounts.accounts(ids, clock.instant()).stream()
                .collect(Collectors.toMap(AccountAt::id, Function.identity()));
        Map<Long, Set<Long>> readers = readers(people, places, content);
        return people.stream()
                .map(person -> view(person, names.get(person.accountId()), places, readers))
                .toList();
    }

    /** By package in which any of these people was handed the bytes, who of them may read them there now. */
    private Map<Long, Set<Long>> readers(List<Person> people, Map<Long, Place> places, Content content) {
        Map<Long, Set<Long>> askedIn = new HashMap<>();
        for (Person person : people) {
            for (long version : person.versions().keySet()) {
                askedIn.computeIfAbsent(packageOf(places, version), inPackage -> new HashSet<>())
                        .add(person.accountId());
            }
        }
        Map<Long, Set<EntryPath>> paths = new HashMap<>();
        for (Place place : content.places()) {
            if (place.deletedAt() == null) {
                paths.computeIfAbsent(place.position().packageId(), inPackage -> new HashSet<>())
                        .add(EntryPath.of(place.path()));
            }
        }
        Map<Long, Set<Long>> readers = new HashMap<>();
        askedIn.forEach((inPackage, accountIds) -> {
            Set<EntryPath> there = paths.get(inPackage);
            readers.put(inPackage, there == null ? Set.of() : mayReadNow.of(accountIds, inPackage, there));
        });
        return readers;
    }

    private static long packageOf(Map<Long, Place> places, long version) {
        return Objects.requireNonNull(places.get(version)).position().packageId();
    }

    private static PersonView view(
            Person person, @Nullable AccountAt account, Map<Long, Place> places, Map<Long, Set<Long>> readers) {
        List<Received> received = new ArrayList<>();
        Map<String, Boolean> mayRead = new TreeMap<>();
        for (Map.Entry<Long, EventSpan> version : person.versions().entrySet()) {
            Place place = Objects.requireNonNull(places.get(version.getKey()));
            received.add(new Received(
                    place.namespace(),
                    place.name(),
                    place.topHash().toString(),
                    version.getValue().firstAt(),
                    version.getValue().lastAt()));
            if (Objects.requireNonNull(readers.get(place.position().packageId()))
                    .contains(person.accountId())) {
                mayRead.put(place.namespace() + "/" + place.name(), true);
            }
        }
        received.sort(Comparator.comparing(Received::firstAt));
        return new PersonView(
                account == null ? null : account.name(),
                account == null ? "public" : account.kind(),
                person.span().firstAt(),
                person.span().lastAt(),
                person.handOuts(),
                person.addresses(),
                person.programs(),
                person.grants(),
                received.stream().limit(SHOWN).toList(),
                received.size(),
                person.more() || received.size() > SHOWN,
                List.copyOf(mayRead.keySet()));
    }
}
