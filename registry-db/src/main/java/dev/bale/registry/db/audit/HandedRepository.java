package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.HandedRow.EventSpan;
import dev.bale.registry.db.audit.HandedRow.HandOutEvent;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Who was handed which entries of which version, folded from the trail. Derived: {@link #clear} and folding again gives the same. */
@ApplicationScoped
public class HandedRepository {
    /** Its row of {@link EventFeedRepository}. Whoever writes here holds it. */
    public static final String FEED = "handed";

    private final Database database;

    HandedRepository(Database database) {
        this.database = database;
    }

    /** Versions, and between which ordinals of each the wanted ones lie. */
    public record WantedOrdinals(long versionId, long low, long high) {}

    /** Those of the events that are hand-outs. */
    public List<HandOutEvent> handOuts(List<EventKey> keys) {
        return database.query(
                """
                select e.id, e.at, e.version_id, coalesce(e.account_id, 0), e.all_ordinals, e.ordinals, e.cached, e.grant_note,
                    p.address, p.program
                from unnest(?::bigint[], ?::timestamptz[]) wanted (id, at)
                join event e on e.id = wanted.id and e.at = wanted.at
                left join event_personal p on p.event_id = e.id and p.at = e.at
                where e.kind = 'hand-out' and e.outcome = 'ok' and e.version_id is not null
                """,
                p -> p.addArray("bigint", keys.stream().map(EventKey::id).toArray())
                        .addArray(
                                "text",
                                keys.stream().map(key -> key.at().toString()).toArray()),
                row -> new HandOutEvent(
                        row.getLong(1),
                        Database.requiredInstant(row, 2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getBoolean(5),
                        row.getBytes(6),
                        row.getBytes(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10)));
    }

    /** Folds these rows in. */
    public void add(List<HandedRow> rows) {
        database.update(
                """
                insert into handed as there (version_id, account_id, low, high, all_ordinals, ordinals, cached, grant_note, address, program,
                    digest, first_event, first_at, last_event, last_at, events)
                select version_id, account_id, low, high, ordinals is null, ordinals, cached, grant_note, address, program,
                    substring(sha256(coalesce(ordinals, '') || convert_to(
                        cached || chr(31) || coalesce(grant_note, '') || chr(31) || coalesce(address, '') || chr(31) || coalesce(program, ''),
                        'UTF8')) for 16),
                    min(event), min(at), max(event), max(at), count(*)
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                        ?::bigint[], ?::timestamptz[])
                    new (version_id, account_id, low, high, ordinals, cached, grant_note, address, program, event, at)
                group by version_id, account_id, low, high, ordinals, cached, grant_note, address, program
                order by version_id, account_id, low, high
                on conflict (version_id, account_id, low, high, digest) do update
                set first_event = least(there.first_event, excluded.first_event), first_at = least(there.first_at, excluded.first_at),
                    last_event = greatest(there.last_event, excluded.last_event), last_at = greatest(there.last_at, excluded.last_at),
                    events = there.events + excluded.events
                """,
                p -> p.addArray("bigint", column(rows, HandedRow::versionId))
                        .addArray("bigint", column(rows, HandedRow::accountId))
                        .addArray("bigint", column(rows, HandedRow::low))
                        .addArray("bigint", column(rows, HandedRow::high))
                        .addAll(rows.stream().map(HandedRow::ordinals).toList())
                        .addArray("boolean", column(rows, HandedRow::cached))
                        .addArray("text", column(rows, HandedRow::grantNote))
                        .addArray("text", column(rows, HandedRow::address))
                        .addArray("text", column(rows, HandedRow::program))
                        .addArray("bigint", column(rows, row -> row.events().first()))
                        .addArray(
                                "text",
                                column(rows, row -> row.events().firstAt().toString())));
    }

    private static Object[] column(List<HandedRow> rows, java.util.function.Function<HandedRow, ?> of) {
        return rows.stream().map(of).toArray();
    }

    /** The next accounts, in their order, that were handed anything of these versions; found by going from one to the next. */
    public List<Long> accounts(Collection<Long> versions, long after, int limit) {
        return database.query(
                """
                with recursive who (id) as (
                    select min(next.account_id)
                    from unnest(?::bigint[]) wanted (version_id)
                    cross join lateral (
                        select h.account_id from handed h
                        where h.version_id = wanted.version_id and h.account_id > ?
                        order by h.account_id limit 1) next
                    union all
                    select (
                        select min(next.account_id)
                        from unnest(?::bigint[]) wanted (version_id)
                        cross join lateral (
                            select h.account_id from handed h
                            where h.version_id = wanted.version_id and h.account_id > who.id
                            order by h.account_id limit 1) next)
                    from who
                    where who.id is not null
                )
                select id from who where id is not null limit ?
                """,
                p -> p.addArray("bigint", versions.toArray())
                        .add(after)
                        .addArray("bigint", versions.toArray())
                        .add(limit),
                row -> row.getLong(1));
    }

    /** What these accounts were handed between those ordinals of those versions; which ordinals exactly, the rows' bitmaps tell. */
    public void each(Collection<WantedOrdinals> wanted, Collection<Long> accounts, Consumer<HandedRow> consumer) {
        database.each(
                """
                select h.version_id, h.account_id, h.low, h.high, h.ordinals, h.cached, h.grant_note, h.address, h.program,
                    h.first_event, h.first_at, h.last_event, h.last_at, h.events
                from unnest(?::bigint[], ?::bigint[], ?::bigint[]) wanted (version_id, low, high)
                cross join unnest(?::bigint[]) who (account_id)
                cross join lateral (
                    select * from handed t
                    where t.version_id = wanted.version_id and t.account_id = who.account_id
                        and t.low <= wanted.high and t.high >= wanted.low
                    offset 0) h
                """,
                p -> p.addArray(
                                "bigint",
                                wanted.stream().map(WantedOrdinals::versionId).toArray())
                        .addArray(
                                "bigint",
                                wanted.stream().map(WantedOrdinals::low).toArray())
                        .addArray(
                                "bigint",
                                wanted.stream().map(WantedOrdinals::high).toArray())
                        .addArray("bigint", accounts.toArray()),
                row -> new HandedRow(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getBytes(5),
                        row.getBoolean(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        new EventSpan(
                                row.getLong(10),
                                Database.requiredInstant(row, 11),
                                row.getLong(12),
                                Database.requiredInstant(row, 13),
                                row.getLong(14))),
                consumer);
    }

    /** Removes addresses and programs of an account, like those of its events; rows that differed in nothing else become one. */
    public void erasePersonal(long accountId) {
        database.first(
                "select name from event_feed where name = ? for update", p -> p.add(FEED), row -> row.getString(1));
        database.update("""
                with gone as (
                    delete from handed where account_id = ? and (address is not null or program is not null) returning *
                )
                insert into handed as there (version_id, account_id, low, high, all_ordinals, ordinals, cached, grant_note, digest,
                    first_event, first_at, last_event, last_at, events)
                select version_id, account_id, low, high, all_ordinals, ordinals, cached, grant_note,
                    substring(sha256(coalesce(ordinals, '') || convert_to(
                        cached || chr(31) || coalesce(grant_note, '') || chr(31) || chr(31), 'UTF8')) for 16),
                    min(first_event), min(first_at), max(last_event), max(last_at), sum(events)
                from gone
                group by version_id, account_id, low, high, all_ordinals, ordinals, cached, grant_note
                on conflict (version_id, account_id, low, high, digest) do update
                set first_event = least(there.first_event, excluded.first_event), first_at = least(there.first_at, excluded.first_at),
                    last_event = greatest(there.last_event, excluded.last_event), last_at = greatest(there.last_at, excluded.last_at),
                    events = there.events + excluded.events
                """, p -> p.add(accountId));
    }

    /** Removes what was handed out before the oldest event that is kept. */
    public int forgetDropped() {
        return database.update("delete from handed where last_at < (select min(at) from event)", _ -> {});
    }

    /** Removes all. */
    public void clear() {
        database.update("delete from handed", _ -> {});
    }
}
