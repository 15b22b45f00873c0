package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;

/** Who installed from which package in which week, folded from the trail. Derived: {@link #clear} and folding again gives the same. */
@ApplicationScoped
public class PackageUseRepository {
    /** Its row of {@code EventFeedRepository}. Whoever writes here holds it. */
    public static final String FEED = "package-use";

    private final Database database;

    PackageUseRepository(Database database) {
        this.database = database;
    }

    /** How often something was installed in the week that begins on that Monday, and by how many people who had signed in. */
    public record Week(LocalDate week, long installs, long people) {}

    /** Counts those of the events that are hand-outs for an install. */
    public void add(List<EventKey> keys) {
        database.update(
                """
                insert into package_use as there (package_id, week, account_id, installs)
                select e.package_id, date_trunc('week', e.at at time zone 'UTC')::date, coalesce(e.account_id, 0), count(*)
                from unnest(?::bigint[], ?::timestamptz[]) wanted (id, at)
                join event e on e.id = wanted.id and e.at = wanted.at
                where e.kind = 'hand-out' and e.outcome = 'ok' and e.package_id is not null
                    and e.detail::json ->> 'purpose' = 'install'
                group by 1, 2, 3
                order by 1, 2, 3
                on conflict (package_id, week, account_id) do update set installs = there.installs + excluded.installs
                """,
                p -> p.addArray("bigint", keys.stream().map(EventKey::id).toArray())
                        .addArray(
                                "text",
                                keys.stream().map(key -> key.at().toString()).toArray()));
    }

    /** The weeks since then in which anybody installed. */
    public List<Week> weeks(long packageId, LocalDate since) {
        return database.query(
                """
                select week, sum(installs)::bigint, count(*) filter (where account_id <> 0)
                from package_use
                where package_id = ? and week >= ?
                group by week
                """,
                p -> p.add(packageId).add(since),
                row -> new Week(row.getObject(1, LocalDate.class), row.getLong(2), row.getLong(3)));
    }

    /** How many people installed since then. */
    public long people(long packageId, LocalDate since) {
        return database.first("""
                        select count(distinct account_id) from package_use
                        where package_id = ? and week >= ? and account_id <> 0
                        """, p -> p.add(packageId).add(since), row -> row.getLong(1))
                .orElse(0L);
    }

    /** Removes weeks that nobody is shown any more. */
    public int forget(LocalDate before) {
        return database.update("delete from package_use where week < ?", p -> p.add(before));
    }

    /** Removes all. */
    public void clear() {
        database.update("delete from package_use", _ -> {});
    }
}
