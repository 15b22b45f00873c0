package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When URLs were handed out last. */
@ApplicationScoped
public class HandOutRepository {
    private final Database database;

    HandOutRepository(Database database) {
        this.database = database;
    }

    /**
     * The last hand-out after a moment to any of these accounts, in a namespace or package (null: in all). By account from its newest event
     * back to that moment, so it reads minutes, not history.
     */
    public Optional<Instant> lastTo(
            Collection<Long> accounts, @Nullable Long namespaceId, @Nullable Long packageId, Instant since) {
        return database.first(
                        """
                        select max(last.at)
                        from unnest(?::bigint[]) who (account_id)
                        cross join lateral (
                            select e.at
                            from event e
                            left join package k on k.id = e.package_id
                            where e.account_id = who.account_id and e.at > ? and e.kind = 'hand-out' and e.outcome = 'ok'
                                and (?::bigint is null or k.namespace_id = ?)
                                and (?::bigint is null or e.package_id = ?)
                            order by e.at desc
                            limit 1) last
                        """,
                        p -> p.addArray("bigint", accounts.toArray())
                                .add(since)
                                .add(namespaceId)
                                .add(namespaceId)
                                .add(packageId)
                                .add(packageId),
                        row -> Optional.ofNullable(Database.instant(row, 1)))
                .flatMap(at -> at);
    }

    /** The last hand-out after a moment to anybody, of a package or of any package of a namespace (null: of any at all). */
    public Optional<Instant> lastOf(@Nullable Long namespaceId, @Nullable Long packageId, Instant since) {
        return database.first(
                        """
                        select max(last.at)
                        from package k
                        cross join lateral (
                            select e.at
                            from event e
                            where e.package_id = k.id and e.at > ? and e.kind = 'hand-out' and e.outcome = 'ok'
                            order by e.at desc
                            limit 1) last
                        where (?::bigint is null or k.namespace_id = ?) and (?::bigint is null or k.id = ?)
                        """,
                        p -> p.add(since)
                                .add(namespaceId)
                                .add(namespaceId)
                                .add(packageId)
                                .add(packageId),
                        row -> Optional.ofNullable(Database.instant(row, 1)))
                .flatMap(at -> at);
    }
}
