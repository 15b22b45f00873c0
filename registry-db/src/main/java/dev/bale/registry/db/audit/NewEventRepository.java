package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was appended to the trail since somebody last looked. New is told by snapshots, not by clocks or ids: an event is new while the
 * snapshot of before did not show it, however late its transaction committed.
 */
@ApplicationScoped
public class NewEventRepository {
    /** The snapshot that shows nothing. */
    public static final String NOTHING = "1:1:";

    private final Database database;

    NewEventRepository(Database database) {
        this.database = database;
    }

    /** What the database shows now, as {@code pg_snapshot}. */
    public String snapshot() {
        return database.first("select pg_current_snapshot()::text", _ -> {}, row -> row.getString(1))
                .orElseThrow();
    }

    /**
     * Committed events that the snapshot of before did not show and that of the window does, by transaction and id, after the window's
     * place in that order. At most {@code limit}. A window may be gone through in several transactions: what commits meanwhile is not in
     * it, and is found in the next. Without a snapshot of before: all events there are, whatever their transactions, as after a restore;
     * those are found again once transactions here come to have such numbers.
     */
    public List<EventKey> found(@Nullable String before, Window window, int limit) {
        Snapshot done = before == null ? Snapshot.BEFORE_ALL : Snapshot.parse(before);
        String end = before == null
                ? Snapshot.NEVER
                : Snapshot.parse(window.snapshot()).end();
        boolean begun = Long.compareUnsigned(number(window.xid()), number(done.end())) >= 0;
        // Each part has one lower bound, a place in the index: beside another the scan would begin at the smaller and
        // read again what was read.
        // Written so that no statistics lead the planner away from the index on transaction and id, or into a whole
        // table.
        return database.query(
                """
                select new.xid::text, new.id, new.at
                from (
                    (
                        -- Those that were under way then.
                        select e.xid, e.id, e.at
                        from unnest(?::text[]::xid8[]) as under_way (xid)
                        cross join lateral (
                            select * from event
                            where (event.xid, event.id) >
                                    (under_way.xid, case when under_way.xid = ?::text::xid8 then ?::bigint else -9223372036854775808 end)
                                and event.xid <= under_way.xid and under_way.xid >= ?::text::xid8
                                and (?::text is null or pg_visible_in_snapshot(event.xid, ?::text::pg_snapshot))
                            order by event.xid, event.id
                            limit ?
                        ) e
                    )
                    union all
                    (
                        -- Those that began after it.
                        select xid, id, at
                        from event
                        where (xid, id) > (?::text::xid8, ?::bigint) and xid < ?::text::xid8
                            and (?::text is null or pg_visible_in_snapshot(xid, ?::text::pg_snapshot))
                        order by xid, id
                        limit ?
                    )
                    order by 1, 2
                    limit ?
                ) new
                order by new.xid, new.id
                """,
                p -> p.addTexts(done.underWay())
                        .add(window.xid())
                        .add(window.event())
                        .add(window.xid())
                        .add(before)
                        .add(window.snapshot())
                        .add(limit)
                        .add(begun ? window.xid() : done.end())
                        .add(begun ? window.event() : Long.MIN_VALUE)
                        .add(end)
                        .add(before)
                        .add(window.snapshot())
                        .add(limit)
                        .add(limit),
                row -> new EventKey(row.getString(1), row.getLong(2), Database.requiredInstant(row, 3)));
    }

    /** Whether the transactions of the later snapshot come after those of the earlier: not so after a restore into another system. */
    public static boolean follows(String earlier, String later) {
        return Long.compareUnsigned(
                        number(Snapshot.parse(earlier).end()),
                        number(Snapshot.parse(later).end()))
                <= 0;
    }

    private static long number(String xid) {
        return Long.parseUnsignedLong(xid);
    }

    /** A {@code pg_snapshot}: transactions before {@code end} are over, but for those that are under way. */
    private record Snapshot(String end, String[] underWay) {
        static final String NEVER = "18446744073709551615";
        static final Snapshot BEFORE_ALL = new Snapshot("0", new String[0]);

        /** Of {@code xmin:xmax:xip,xip,…}. */
        static Snapshot parse(String text) {
            if (text.equals(NOTHING)) {
                // Events of before they had transactions have 0.
                return BEFORE_ALL;
            }
            String[] parts = text.split(":", -1);
            return new Snapshot(parts[1], parts[2].isEmpty() ? new String[0] : parts[2].split(",", -1));
        }
    }
}
