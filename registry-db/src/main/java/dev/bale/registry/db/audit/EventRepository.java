package dev.bale.registry.db.audit;

import dev.bale.manifest.audit.SealedEvent;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Appends events. Each gets a random key of its own, so that erasing its personal fields leaves MACs that tell nothing. */
@ApplicationScoped
public class EventRepository {
    private static final int KEY_BYTES = 32;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    EventRepository(Database database) {
        this.database = database;
    }

    /** Appends an event in the running transaction and answers its id. */
    public long append(EventRow event) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return database.first(
                        """
                        with numbered as (select nextval('event_id_seq') as id),
                        personal as (
                            insert into event_personal (event_id, at, key, name, address, program)
                            select id, ?::timestamptz, ?::bytea, ?::text, ?::text, ?::text from numbered
                        )
                        insert into event (id, at, kind, outcome, account_id, credential, grant_note, package_id, version_id, log_id,
                            request_id, ordinals, all_ordinals, cached, entries, detail, name_mac, address_mac, program_mac)
                        select id, ?::timestamptz, ?::text, ?::text, ?::bigint, ?::text, ?::text, ?::bigint, ?::bigint, ?::bigint,
                            ?::text, ?::bytea, ?::boolean, ?::bytea, ?::bigint, ?::text, ?::bytea, ?::bytea, ?::bytea from numbered
                        returning id
                        """,
                        p -> p.add(event.at())
                                .add(key)
                                .add(event.name())
                                .add(event.address())
                                .add(event.program())
                                .add(event.at())
                                .add(event.kind())
                                .add(event.outcome())
                                .add(event.accountId())
                                .add(event.credential())
                                .add(event.grantNote())
                                .add(event.packageId())
                                .add(event.versionId())
                                .add(event.logId())
                                .add(event.requestId())
                                .add(event.ordinals())
                                .add(event.allOrdinals())
                                .add(event.cached())
                                .add(event.entries())
                                .add(event.detail())
                                .add(mac(key, "name", event.name()))
                                .add(mac(key, "address", event.address()))
                                .add(mac(key, "program", event.program())),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Removes the personal fields of an account's next events, and the keys of their MACs. */
    public Erased erasePersonal(long accountId, long afterEvent, int batch) {
        return database.first(
                        "select erased, last_event from erase_personal(?, ?, ?)",
                        p -> p.add(accountId).add(afterEvent).add(batch),
                        row -> new Erased(row.getLong(1), Database.nullableLong(row, 2)))
                .orElseThrow();
    }

    /** How many events lost their personal fields, and the last one looked at; null when there was none. */
    public record Erased(long events, @Nullable Long lastEvent) {}

    /** Makes the partitions of this month and the next ones; repeatable. */
    public void makePartitions(int monthsAhead) {
        database.query("select make_event_partitions(?)", p -> p.add(monthsAhead), row -> true);
    }

    private static byte @Nullable [] mac(byte[] key, String field, @Nullable String value) {
        return value == null ? null : SealedEvent.mac(key, field, value);
    }
}
