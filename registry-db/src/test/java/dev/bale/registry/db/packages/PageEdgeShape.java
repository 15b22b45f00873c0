package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Fragment-to-page edges: a row for each item of each page that a version makes anew, leaf and index. The path is not in the rows: after the
 * look-up each leaf found has to be read and searched, which is not measured here.
 */
final class PageEdgeShape implements PresenceShape {
    private static final int BATCH = 10_000;

    private final MeasuredRegistry registry;
    private final SimulatedPages pages;
    private final long[] hashIds;
    private final List<long[]> pageIds = new ArrayList<>();
    private long nextPage = 1;

    PageEdgeShape(MeasuredRegistry registry, SimulatedPages pages, int entries) throws SQLException {
        this.registry = registry;
        this.pages = pages;
        this.hashIds = new long[entries];
        for (int level = 0; level < pages.levels(); level++) {
            pageIds.add(new long[pages.pages(level)]);
        }
        registry.execute("""
                create table leaf_item (hash_id bigint not null, page_id bigint not null);
                create index leaf_item_idx on leaf_item (hash_id, page_id);
                create table page_parent (child_id bigint not null, parent_id bigint not null);
                create index page_parent_idx on page_parent (child_id, parent_id);
                create table root_log (page_id bigint not null primary key, log_id bigint not null);
                """);
        registry.commit();
    }

    @Override
    public String name() {
        return "page edges";
    }

    @Override
    public List<String> tables() {
        return List.of("leaf_item", "page_parent", "root_log");
    }

    @Override
    public void write(long logId, List<Change> changes) {
        BitSet dirty = new BitSet();
        for (int from = 0; from < changes.size(); from += BATCH) {
            List<Change> batch = changes.subList(from, Math.min(changes.size(), from + BATCH));
            Map<Sha256, Long> ids = intern(batch);
            batch.forEach(c -> hashIds[c.entry()] = Objects.requireNonNull(ids.get(c.after())));
            batch.forEach(c -> dirty.set(pages.pageOf(0, c.entry())));
        }
        BitSet rewritten = dirty;
        for (int level = 0; level < pages.levels(); level++) {
            copyItems(level, rewritten);
            rewritten = parents(level, rewritten);
        }
        long root = pageIds.getLast()[0];
        registry.database.update(
                "insert into root_log values (?, ?)", p -> p.add(root).add(logId));
        registry.commit();
    }

    private BitSet parents(int level, BitSet rewritten) {
        BitSet parents = new BitSet();
        if (level + 1 < pages.levels()) {
            rewritten.stream().forEach(page -> parents.set(pages.pageOf(level + 1, page)));
        }
        return parents;
    }

    private void copyItems(int level, BitSet rewritten) {
        rewritten.stream().forEach(page -> pageIds.get(level)[page] = nextPage++);
        long[] items = level == 0 ? hashIds : pageIds.get(level - 1);
        registry.database.copy(
                level == 0
                        ? "copy leaf_item (hash_id, page_id) from stdin (format binary)"
                        : "copy page_parent (child_id, parent_id) from stdin (format binary)",
                2,
                copy -> {
                    for (int page = rewritten.nextSetBit(0); page >= 0; page = rewritten.nextSetBit(page + 1)) {
                        for (int i = pages.firstItem(level, page); i < pages.firstItem(level, page + 1); i++) {
                            copy.row().bigint(items[i]).bigint(pageIds.get(level)[page]);
                        }
                    }
                });
        registry.commit();
    }

    private Map<Sha256, Long> intern(List<Change> batch) {
        Set<Sha256> hashes = new HashSet<>();
        batch.forEach(change -> hashes.add(change.after()));
        registry.locations.intern(hashes);
        Map<Sha256, Long> ids = new HashMap<>();
        registry.database
                .query(
                        "select sha256, id from hash where sha256 = any(?)",
                        p -> p.addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> Map.entry(Sha256.ofBytes(row.getBytes(1)), row.getLong(2)))
                .forEach(id -> ids.put(id.getKey(), id.getValue()));
        registry.commit();
        return ids;
    }

    @Override
    public int trace(Sha256 fragment, int limit) {
        return registry.database
                .query("""
                        with recursive up (leaf_id, page_id) as (
                            select i.page_id, i.page_id
                            from hash h join leaf_item i on i.hash_id = h.id
                            where h.sha256 = ?
                            union
                            select up.leaf_id, e.parent_id from up join page_parent e on e.child_id = up.page_id
                        )
                        select up.leaf_id, r.log_id from up join root_log r on r.page_id = up.page_id
                        limit ?
                        """, p -> p.add(fragment.toBytes()).add(limit), row -> row.getLong(1))
                .size();
    }

    @Override
    public Set<Sha256> held(Map<Sha256, Long> fragments, long reader) {
        return new HashSet<>(registry.database.query(
                """
                select wanted.sha256
                from unnest(?) wanted (sha256)
                join hash h on h.sha256 = wanted.sha256
                where exists (select 1 from location l where l.hash_id = h.id and l.store_id = 1 and l.state = 'live' and l.size = 1000)
                    and exists (
                        with recursive up (page_id) as (
                            select i.page_id from leaf_item i where i.hash_id = h.id
                            union
                            select e.parent_id from up join page_parent e on e.child_id = up.page_id
                        )
                        select 1
                        from up
                        join root_log r on r.page_id = up.page_id
                        join push_log g on g.id = r.log_id
                        join version v on v.id = g.version_id
                        join package k on k.id = g.package_id
                        join namespace n on n.id = k.namespace_id
                        where v.deleted_at is null and n.account_id = ?)
                """,
                p -> p.addAll(fragments.keySet().stream().map(Sha256::toBytes).toList())
                        .add(reader),
                row -> Sha256.ofBytes(row.getBytes(1))));
    }
}
