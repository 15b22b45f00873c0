package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Programs that wait for a code to be confirmed in the browser. */
@ApplicationScoped
public class DeviceLoginRepository {
    private static final String SELECT = """
            select id, user_code, client, address, created_at, expires_at, polled_at, state, account_id, session_id
            from device_login
            where\s""";

    private final Database database;

    DeviceLoginRepository(Database database) {
        this.database = database;
    }

    /** How many an address has waiting; others that ask for the same address wait until this transaction ends. */
    public long lockPending(String address, Instant now) {
        database.query(
                "select pg_advisory_xact_lock(hashtextextended('device_login ' || ?, 0))",
                p -> p.add(address),
                _ -> true);
        return database.first(
                        "select count(*) from device_login where address = ? and state = 'pending' and expires_at > ?",
                        p -> p.add(address).add(now),
                        row -> row.getLong(1))
                .orElse(0L);
    }

    /** Adds one; false where the code is in use. */
    public boolean open(
            UUID id, byte[] deviceHash, String userCode, String client, String address, Instant at, Instant expiresAt) {
        return database.update(
                        """
                        insert into device_login (id, device_hash, user_code, client, address, created_at, expires_at, state)
                        values (?, ?, ?, ?, ?, ?, ?, 'pending')
                        on conflict (user_code) do nothing
                        """,
                        p -> p.add(id)
                                .add(deviceHash)
                                .add(userCode)
                                .add(client)
                                .add(address)
                                .add(at)
                                .add(expiresAt))
                == 1;
    }

    /** What waits under that code. */
    public Optional<DeviceLoginRow> pending(String userCode, Instant now) {
        return database.first(
                SELECT + "user_code = ? and state = 'pending' and expires_at > ?",
                p -> p.add(userCode).add(now),
                DeviceLoginRepository::row);
    }

    /** Decides what waits under that code, once: false where somebody was faster or it expired. */
    public boolean decide(String userCode, String state, long accountId, UUID browser, Instant now) {
        return database.update(
                        """
                        update device_login set state = ?, account_id = ?, session_id = ?
                        where user_code = ? and state = 'pending' and expires_at > ?
                        """,
                        p -> p.add(state)
                                .add(accountId)
                                .add(browser)
                                .add(userCode)
                                .add(now))
                == 1;
    }

    /** The one of that device code, locked so that it is collected once. */
    public Optional<DeviceLoginRow> lock(byte[] deviceHash) {
        return database.first(
                SELECT + "device_hash = ? for update", p -> p.add(deviceHash), DeviceLoginRepository::row);
    }

    /** Notes when the program asked last. */
    public void polled(UUID id, Instant at) {
        database.update(
                "update device_login set polled_at = ? where id = ?",
                p -> p.add(at).add(id));
    }

    /** Notes that the program has its session. */
    public void collected(UUID id) {
        database.update("update device_login set state = 'collected' where id = ?", p -> p.add(id));
    }

    /** Removes what expired before that moment. */
    public int forget(Instant before) {
        return database.update("delete from device_login where expires_at < ?", p -> p.add(before));
    }

    private static DeviceLoginRow row(ResultSet row) throws SQLException {
        return new DeviceLoginRow(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Database.requiredInstant(row, 5),
                Database.requiredInstant(row, 6),
                Database.instant(row, 7),
                row.getString(8),
                Database.nullableLong(row, 9),
                row.getObject(10, UUID.class));
    }
}
