package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Namespaces. */
@ApplicationScoped
public class NamespaceRepository {
    private final Database database;

    NamespaceRepository(Database database) {
        this.database = database;
    }

    /** The namespace of that name. */
    public Optional<NamespaceRow> named(String name) {
        return database.first(
                "select id, name, kind, account_id, store_id from namespace where name = ?",
                p -> p.add(name),
                row -> new NamespaceRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Database.nullableLong(row, 4),
                        row.getLong(5)));
    }

    /** Makes a namespace, unless somebody just did. */
    public void create(String name, String kind, @Nullable Long accountId, long storeId, Instant at) {
        database.update(
                """
                insert into namespace (name, kind, account_id, store_id, created_at)
                values (?, ?, ?, ?, ?)
                on conflict (name) do nothing
                """, p -> p.add(name).add(kind).add(accountId).add(storeId).add(at));
    }
}
