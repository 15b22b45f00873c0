package dev.bale.registry.db.access;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
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

    /** Brings an account's memberships in line with the groups that its provider named. */
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
                on conflict (team_id, account_id, source) where ended_at is null do nothing
                """, p -> p.add(accountId).add(at).addTexts(names));
    }
}
