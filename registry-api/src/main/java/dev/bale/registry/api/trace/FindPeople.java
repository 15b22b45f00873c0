package dev.bale.registry.api.trace;

import dev.bale.registry.api.trace.FindContent.Content;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.HandedRepository;
import dev.bale.registry.db.audit.HandedRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From content to everybody who was handed it: by what was folded, and by the events of the last seconds. */
@ApplicationScoped
public class FindPeople {
    private static final int BATCH = 200;

    /** After so many batches an answer ends, however few it found: accounts that were handed other entries of the versions. */
    private static final int BATCHES = 50;

    private static final int TIMEOUT_SECONDS = 60;

    private final Database database;
    private final HandedRepository handed;
    private final Unfolded unfolded;

    FindPeople(Database database, HandedRepository handed, Unfolded unfolded) {
        this.database = database;
        this.handed = handed;
        this.unfolded = unfolded;
    }

    /**
     * Which of the people, and from where on.
     *
     * @param after the account after which to go on; -1 for the first
     * @param only the one account that is asked about; null for all
     * @param since whose last hand-out was not before; null for all
     * @param until whose first hand-out was before; null for all
     */
    public record Part(
            long after,
            int limit,
            @Nullable Long only,
            @Nullable Instant since,
            @Nullable Instant until) {
        /** The first ones. */
        public static Part first(int limit) {
            return new Part(-1, limit, null, null, null);
        }

        /** Those after an account. */
        public Part from(long account) {
            return new Part(account, limit, only, since, until);
        }
    }

    /** Some of the people, in the order of their accounts; {@code next} is the account to go on after. A part may be short and not the last. */
    public record People(List<Person> people, @Nullable Long next) {}

    /** Who was handed the content. */
    public People of(Content content, Part part) {
        if (content.ordinals().isEmpty()) {
            return new People(List.of(), null);
        }
        return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(() -> {
            database.freeze();
            return new Search(content.ordinals(), part, unfolded.rows()).run();
        });
    }

    private final class Search {
        private final Map<Long, Ordinals> ordinals;
        private final Part part;
        private final List<HandedRow> tail;

        Search(Map<Long, Ordinals> ordinals, Part part, List<HandedRow> unfolded) {
            this.ordinals = ordinals;
            this.part = part;
            this.tail = unfolded.stream().filter(this::counts).toList();
        }

        private boolean counts(HandedRow row) {
            Ordinals wanted = ordinals.get(row.versionId());
            return wanted != null && wanted.meet(row);
        }

        People run() {
            List<Person> people = new ArrayList<>();
            long at = part.after();
            for (int batch = 0; batch < BATCHES; batch++) {
                List<Long> accounts = accounts(at);
                people.addAll(handedTo(accounts));
                if (people.size() > part.limit()) {
                    List<Person> shown = people.subList(0, part.limit());
                    return new People(List.copyOf(shown), shown.getLast().accountId());
                }
                if (accounts.size() < BATCH) {
                    return new People(people, null);
                }
                at = accounts.getLast();
            }
            return new People(people, at);
        }

        /** The next accounts that were handed anything of these versions. */
        private List<Long> accounts(long after) {
            if (part.only() != null) {
                return part.only() > after ? List.of(part.only()) : List.of();
            }
            Set<Long> next = new TreeSet<>(handed.accounts(ordinals.keySet(), after, BATCH));
            tail.stream().map(HandedRow::accountId).filter(id -> id > after).forEach(next::add);
            return next.stream().limit(BATCH).toList();
        }

        private Collection<Person> handedTo(List<Long> accounts) {
            Map<Long, Person> found = new TreeMap<>();
            Set<Long> wanted = new HashSet<>(accounts);
            accounts.forEach(id -> found.put(id, new Person(id)));
            handed.each(
                    ordinals.entrySet().stream()
                            .map(entry -> entry.getValue().in(entry.getKey()))
                            .toList(),
                    accounts,
                    row -> {
                        if (counts(row)) {
                            Objects.requireNonNull(found.get(row.accountId())).add(row);
                        }
                    });
            tail.stream()
                    .filter(row -> wanted.contains(row.accountId()))
                    .forEach(row ->
                            Objects.requireNonNull(found.get(row.accountId())).add(row));
            return found.values().stream()
                    .filter(person -> !person.isEmpty() && person.within(part.since(), part.until()))
                    .collect(Collectors.toList());
        }
    }
}
