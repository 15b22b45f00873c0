package dev.bale.registry.api;

import dev.bale.registry.db.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database behind the service, for what no request can do (yet) and for looking at what no answer shows. */
public final class Db {
    private Db() {}

    /** Runs a statement in a transaction of its own; answers how many rows it touched. */
    public static int update(String sql, @Nullable Object... parameters) {
        return QuarkusTransaction.requiringNew().call(() -> database().update(sql, p -> bind(p, parameters)));
    }

    /** Runs a statement in the running transaction. */
    public static int updateHere(String sql, @Nullable Object... parameters) {
        return database().update(sql, p -> bind(p, parameters));
    }

    /** The number of the server process behind the running transaction. */
    static long processHere() {
        return database()
                .first("select pg_backend_pid()", _ -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    /** All rows of a query. */
    public static <T> List<T> query(String sql, Database.RowReader<T> reader, @Nullable Object... parameters) {
        return QuarkusTransaction.requiringNew().call(() -> database().query(sql, p -> bind(p, parameters), reader));
    }

    /** The one number that a query answers. */
    public static long count(String sql, @Nullable Object... parameters) {
        return query(sql, row -> row.getLong(1), parameters).getFirst();
    }

    private static void bind(Database.Parameters p, @Nullable Object[] parameters) throws SQLException {
        for (Object parameter : parameters) {
            p.add(parameter);
        }
    }

    private static Database database() {
        return CDI.current().select(Database.class).get();
    }

    /** Hides a version as a deletion will. */
    public static void deleteVersion(String topHash) {
        update("update version set deleted_at = now() where encode(top_hash, 'hex') = ?", topHash.substring(7));
    }

    /** Brings a hidden version back. */
    public static void restoreVersion(String topHash) {
        update("update version set deleted_at = null where encode(top_hash, 'hex') = ?", topHash.substring(7));
    }

    /** Hands a namespace to another account, by which the one before loses every right in it. */
    public static void giveNamespace(String namespace, String account) {
        update("""
                update access_grant set revoked_at = now()
                where namespace_id = (select id from namespace where name = ?) and revoked_at is null
                """, namespace);
        update("""
                insert into access_grant (account_id, role, namespace_id, sort_key, made_at)
                select a.id, 'owner', n.id, n.name || ' ', now()
                from account a, namespace n
                where a.name = ? and n.name = ?
                """, account, namespace);
    }

    /** Disables an account. */
    public static void disable(String account) {
        update("update account set disabled_at = now() where name = ?", account);
    }
}
