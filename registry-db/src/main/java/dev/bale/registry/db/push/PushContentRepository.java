package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages and fragments of pushes: what is wanted, held, uploaded or pinned. */
@ApplicationScoped
public class PushContentRepository {
    private final Database database;

    PushContentRepository(Database database) {
        this.database = database;
    }

    /** A page that a push names. {@code expectation} is JSON: what the page must be, as its parent says. */
    public record PageRow(Sha256 hash, String state, String expectation) {}

    /** A fragment that a push names; {@code size} in bytes; {@code state} is wanted, uploaded or pinned. */
    public record FragmentRow(Sha256 sha256, long size, String state) {}

    /** How much a push names in which state. */
    public record Counts(
            long wantedPages, long wantedMetadata, long wantedFragments, long pinnedFragments, long pinnedBytes) {}

    /** Those of the given pages that the push names so far. */
    public Map<Sha256, PageRow> pages(long pushId, Collection<Sha256> hashes) {
        Map<Sha256, PageRow> found = new HashMap<>();
        database.query(
                        "select hash, state, expectation from push_page where push_id = ? and hash = any(?)",
                        p -> p.add(pushId)
                                .addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> new PageRow(Sha256.ofBytes(row.getBytes(1)), row.getString(2), row.getString(3)))
                .forEach(page -> found.put(page.hash(), page));
        return found;
    }

    /** Adds pages that the push does not name yet. */
    public void addPages(long pushId, List<PageRow> pages) {
        database.update(
                """
                insert into push_page (push_id, hash, state, expectation)
                select ?::bigint, named.hash, named.state, named.expectation
                from unnest(?, ?, ?) named (hash, state, expectation)
                on conflict (push_id, hash) do nothing
                """,
                p -> p.add(pushId)
                        .addAll(pages.stream()
                                .map(page -> page.hash().toBytes())
                                .toList())
                        .addArray("text", pages.stream().map(PageRow::state).toArray())
                        .addArray(
                                "text", pages.stream().map(PageRow::expectation).toArray()));
    }

    /** Marks pages as received and accepted. */
    public void holdPages(long pushId, Collection<Sha256> hashes) {
        database.update(
                "update push_page set state = 'held' where push_id = ? and hash = any(?)",
                p -> p.add(pushId).addAll(hashes.stream().map(Sha256::toBytes).toList()));
    }

    /** Those of the given fragments that the push names. */
    public Map<Sha256, FragmentRow> fragments(long pushId, Collection<Sha256> hashes) {
        Map<Sha256, FragmentRow> found = new HashMap<>();
        database.query(
                        "select sha256, size, state from push_fragment where push_id = ? and sha256 = any(?)",
                        p -> p.add(pushId)
                                .addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        PushContentRepository::fragment)
                .forEach(fragment -> found.put(fragment.sha256(), fragment));
        return found;
    }

    /** Adds fragments that the push does not name yet. */
    public void addFragments(long pushId, List<FragmentRow> fragments) {
        database.update(
                """
                insert into push_fragment (push_id, sha256, size, state)
                select ?::bigint, named.sha256, named.size, named.state
                from unnest(?, ?, ?) named (sha256, size, state)
                on conflict (push_id, sha256) do nothing
                """,
                p -> p.add(pushId)
                        .addAll(fragments.stream()
                                .map(fragment -> fragment.sha256().toBytes())
                                .toList())
                        .addArray(
                                "bigint",
                                fragments.stream().map(FragmentRow::size).toArray())
                        .addArray(
                                "text",
                                fragments.stream().map(FragmentRow::state).toArray()));
    }

    /** Marks fragments as uploaded and verified; answers how many were wanted until then. */
    public int uploaded(long pushId, Collection<Sha256> hashes) {
        return database.update(
                "update push_fragment set state = 'uploaded' where push_id = ? and sha256 = any(?) and state = 'wanted'",
                p -> p.add(pushId).addAll(hashes.stream().map(Sha256::toBytes).toList()));
    }

    /** Makes fragments wanted again that turned out to be held no longer. */
    public void wantAgain(long pushId, Collection<Sha256> hashes) {
        database.update(
                "update push_fragment set state = 'wanted' where push_id = ? and sha256 = any(?)",
                p -> p.add(pushId).addAll(hashes.stream().map(Sha256::toBytes).toList()));
    }

    /** How much is wanted and skipped. */
    public Counts counts(long pushId) {
        return database.first(
                        """
                        select (select count(*) from push_page where push_id = ? and state = 'wanted'),
                            (select count(*) from push_metadata where push_id = ? and state = 'wanted'),
                            count(*) filter (where state = 'wanted'), count(*) filter (where state = 'pinned'),
                            coalesce(sum(size) filter (where state = 'pinned'), 0)
                        from push_fragment
                        where push_id = ?
                        """,
                        p -> p.add(pushId).add(pushId).add(pushId),
                        row -> new Counts(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .orElseThrow();
    }

    /** Whether anything is still wanted. */
    public boolean complete(long pushId) {
        Optional<Boolean> wanted =
                database.first("""
                select exists (select 1 from push_page where push_id = ? and state = 'wanted')
                    or exists (select 1 from push_metadata where push_id = ? and state = 'wanted')
                    or exists (select 1 from push_fragment where push_id = ? and state = 'wanted')
                """, p -> p.add(pushId).add(pushId).add(pushId), row -> row.getBoolean(1));
        return !wanted.orElse(true);
    }

    /** Wanted pages after a hash, in order. */
    public List<Sha256> wantedPages(long pushId, @Nullable Sha256 after, int limit) {
        return database.query(
                "select hash from push_page where push_id = ? and state = 'wanted' and hash > ? order by hash limit ?",
                p -> p.add(pushId)
                        .add(after == null ? new byte[0] : after.toBytes())
                        .add(limit),
                row -> Sha256.ofBytes(row.getBytes(1)));
    }

    /** Fragments in a state after a hash, in order. */
    public List<FragmentRow> fragmentsIn(long pushId, String state, @Nullable Sha256 after, int limit) {
        return database.query(
                """
                select sha256, size, state from push_fragment
                where push_id = ? and state = ? and sha256 > ?
                order by sha256
                limit ?
                """,
                p -> p.add(pushId)
                        .add(state)
                        .add(after == null ? new byte[0] : after.toBytes())
                        .add(limit),
                PushContentRepository::fragment);
    }

    private static FragmentRow fragment(java.sql.ResultSet row) throws java.sql.SQLException {
        return new FragmentRow(Sha256.ofBytes(row.getBytes(1)), row.getLong(2), row.getString(3));
    }
}
