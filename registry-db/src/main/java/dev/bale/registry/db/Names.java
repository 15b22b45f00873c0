package dev.bale.registry.db;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Names that only one may have although several tables hold them: accounts, namespaces and the redirects of namespaces share theirs, the
 * packages of a namespace and its redirects share theirs. No unique index can say so; whoever means to take one claims it first.
 */
@ApplicationScoped
public class Names {
    private final Database database;

    Names(Database database) {
        this.database = database;
    }

    /** Holds off whoever wants the name of an account or a namespace until the transaction ends. */
    public void claim(String name) {
        lock("name " + name);
    }

    /** Holds off whoever wants the name of a package in that namespace until the transaction ends. */
    public void claim(long namespaceId, String name) {
        lock("package " + namespaceId + " " + name);
    }

    private void lock(String key) {
        database.query(
                "select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))", p -> p.add(key), row -> row.getInt(1));
    }
}
