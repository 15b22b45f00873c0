package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Names;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts of people for whom a provider vouches, found by issuer and subject and by nothing else. */
@ApplicationScoped
public class PersonRepository {
    private final Database database;
    private final Names names;

    PersonRepository(Database database, Names names) {
        this.database = database;
        this.names = names;
    }

    /** The account of that subject, locked until the transaction ends so that two sign-ins come one after the other. */
    public Optional<AccountRow> lockBySubject(String issuer, String subject) {
        return database.first("""
                select id, name, kind, admin, auditor, disabled_at
                from account
                where issuer = ? and subject = ?
                for update
                """, p -> p.add(issuer).add(subject), PersonRepository::row);
    }

    /** Who the account is at its provider. */
    public Optional<String> subject(long id) {
        return database.first(
                "select subject from account where id = ? and subject is not null",
                p -> p.add(id),
                row -> row.getString(1));
    }

    /** Makes an account of that name, unless the name or the subject has one, or the name is a namespace already. */
    public boolean create(String name, String issuer, String subject, Instant at) {
        names.claim(name);
        return database.update(
                        """
                        insert into account (name, kind, issuer, subject, created_at)
                        select ?, 'person', ?, ?, ?
                        where not exists (select 1 from namespace where name = ?)
                            and not exists (select 1 from namespace_redirect where name = ? and removed_at is null)
                        on conflict do nothing
                        """,
                        p -> p.add(name)
                                .add(issuer)
                                .add(subject)
                                .add(at)
                                .add(name)
                                .add(name))
                == 1;
    }

    /** Notes what the provider said at a sign-in or refresh. */
    public void update(long id, @Nullable String email, boolean admin, boolean auditor, Instant at) {
        database.update(
                "update account set email = ?, admin = ?, auditor = ?, signed_in_at = ? where id = ?",
                p -> p.add(email).add(admin).add(auditor).add(at).add(id));
    }

    /** The groups that the provider named last, in the order of their names. */
    public List<String> groups(long id) {
        return database.query(
                "select name from account_group where account_id = ? order by name",
                p -> p.add(id),
                row -> row.getString(1));
    }

    /** Replaces an account's groups. */
    public void setGroups(long id, List<String> groups) {
        String[] groupNames = groups.toArray(String[]::new);
        database.update(
                "delete from account_group where account_id = ? and name <> all (?)",
                p -> p.add(id).addArray("text", groupNames));
        database.update("""
                insert into account_group (account_id, name)
                select ?, unnest(?)
                on conflict do nothing
                """, p -> p.add(id).addArray("text", groupNames));
    }

    private static AccountRow row(ResultSet row) throws SQLException {
        return new AccountRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                Database.instant(row, 6));
    }
}
