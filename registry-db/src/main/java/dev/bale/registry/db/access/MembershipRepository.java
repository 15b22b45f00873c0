package dev.bale.registry.db.access;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is a member of which team. Rows are begun and ended, so that any moment in the past can be asked. */
@ApplicationScoped
public class MembershipRepository {
    private final Database database;

    MembershipRepository(Database database) {
        this.database = database;
    }

    /** The teams of an account. */
    public List<Long> teamsOf(long accountId) {
        return database.query(
                "select distinct team_id from membership where account_id = ? and ended_at is null",
                p -> p.add(accountId),
                row -> row.getLong(1));
    }

    /** Like {@link #teamsOf}, under locks that hold off whoever wants to end one until the transaction ends. */
    public List<Long> holdTeamsOf(long accountId) {
        return database.query(
                "select team_id from membership where account_id = ? and ended_at is null order by id for share",
                p -> p.add(accountId),
                row -> row.getLong(1));
    }

    /** The accounts that are members of a team. */
    public List<Long> membersOf(long teamId) {
        return database.query(
                "select distinct account_id from membership where team_id = ? and ended_at is null",
                p -> p.add(teamId),
                row -> row.getLong(1));
    }

    /** Makes the account a member by hand, or because its provider's group says so; false when it was. */
    public boolean begin(long teamId, long accountId, String source, @Nullable Long by, Instant at) {
        return database.update(
                        """
                        insert into membership (team_id, account_id, source, begun_at, begun_by)
                        values (?, ?, ?, ?, ?)
                        on conflict (team_id, account_id, source) where ended_at is null do nothing
                        """,
                        p -> p.add(teamId).add(accountId).add(source).add(at).add(by))
                == 1;
    }

    /** Ends the account's membership of that source. Waits for whatever holds it by {@link #holdTeamsOf}. */
    public boolean end(long teamId, long accountId, String source, @Nullable Long by, Instant at) {
        return database.update(
                        """
                        update membership set ended_at = ?, ended_by = ?
                        where team_id = ? and account_id = ? and source = ? and ended_at is null
                        """, p -> p.add(at).add(by).add(teamId).add(accountId).add(source))
                == 1;
    }

    /** A member of a team. {@code sources} are {@code hand} and {@code provider}, {@code since} is the earliest of their beginnings. */
    public record MemberRow(String account, String kind, boolean disabled, List<String> sources, Instant since) {}

    /** The members of a team after a name, by name. */
    public List<MemberRow> members(long teamId, String after, int limit) {
        return database.query("""
                select a.name, a.kind, a.disabled_at is not null, array_agg(m.source order by m.source), min(m.begun_at)
                from membership m
                join account a on a.id = m.account_id
                where m.team_id = ? and m.ended_at is null and a.name collate "C" > ?
                group by a.id
                order by a.name collate "C"
                limit ?
                """, p -> p.add(teamId).add(after).add(limit), MembershipRepository::member);
    }

    /** One member of a team. */
    public Optional<MemberRow> member(long teamId, long accountId) {
        return database.first("""
                select a.name, a.kind, a.disabled_at is not null, array_agg(m.source order by m.source), min(m.begun_at)
                from membership m
                join account a on a.id = m.account_id
                where m.team_id = ? and m.account_id = ? and m.ended_at is null
                group by a.id
                """, p -> p.add(teamId).add(accountId), MembershipRepository::member);
    }

    private static MemberRow member(ResultSet row) throws SQLException {
        return new MemberRow(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                Objects.requireNonNull(Database.texts(row, 4)),
                Database.requiredInstant(row, 5));
    }

    /** Ends all memberships of that source, or all where it is null. Waits for whatever holds them by {@link #holdTeamsOf}. */
    public int endAll(long teamId, @Nullable String source, @Nullable Long by, Instant at) {
        return database.update(
                """
                update membership set ended_at = ?, ended_by = ?
                where id = any(array(
                    select id from membership
                    where team_id = ? and ended_at is null and (?::text is null or source = ?)
                    order by id
                    for update))
                """, p -> p.add(at).add(by).add(teamId).add(source).add(source));
    }

    /** Makes members of everybody whose provider last named the group. */
    public int beginGroup(long teamId, String group, Instant at) {
        return database.update("""
                insert into membership (team_id, account_id, source, begun_at)
                select ?, g.account_id, 'provider', ?
                from account_group g
                where g.name = ?
                order by g.account_id
                on conflict (team_id, account_id, source) where ended_at is null do nothing
                """, p -> p.add(teamId).add(at).add(group));
    }

    /**
     * Brings an account's memberships in line with the groups that its provider named. Holds the teams: whoever takes a team's group away
     * at the same time ends what this begins.
     */
    public void followGroups(long accountId, List<String> groups, Instant at) {
        String[] names = groups.toArray(String[]::new);
        database.update("""
                update membership set ended_at = ?
                where id = any(array(
                    select m.id
                    from membership m
                    join namespace n on n.id = m.team_id
                    where m.account_id = ? and m.source = 'provider' and m.ended_at is null
                        and (n.provider_group is null or n.provider_group <> all (?))
                    order by m.id
                    for update of m))
                """, p -> p.add(at).add(accountId).addTexts(names));
        database.update("""
                insert into membership (team_id, account_id, source, begun_at)
                select n.id, ?, 'provider', ?
                from namespace n
                where n.provider_group = any(?)
                order by n.id
                for share of n
                on conflict (team_id, account_id, source) where ended_at is null do nothing
                """, p -> p.add(accountId).add(at).addTexts(names));
    }
}
