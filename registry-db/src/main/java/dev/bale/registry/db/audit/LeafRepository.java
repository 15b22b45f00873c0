package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.GrowingTree;
import dev.bale.manifest.audit.MerkleTree;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves and nodes of the seals' tree. Nodes are kept at each eighth level; one between them is computed from those below it, at most 256
 * rows that lie side by side.
 */
@ApplicationScoped
public class LeafRepository {
    private static final int LEVELS = 8;

    private final Database database;

    LeafRepository(Database database) {
        this.database = database;
    }

    /** How many leaves there are, as the last one's number tells. */
    public long count() {
        return database.first("select coalesce(max(number) + 1, 0) from event_leaf", _ -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    /** The tree of that size, to grow on. */
    public GrowingTree tree(long size) {
        return GrowingTree.of(size, this::node);
    }

    /** Appends leaves to the tree and to the table, with the nodes that become whole. */
    public void append(GrowingTree tree, List<EventKey> events, List<Sha256> hashes) {
        long first = tree.size();
        NodeRows nodes = new NodeRows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        hashes.forEach(hash -> tree.append(hash, nodes::add));
        database.update(
                """
                insert into event_leaf (number, event_id, at, hash)
                select ? + place - 1, event_id, at, hash
                from unnest(?::bigint[], ?::timestamptz[], ?::bytea[]) with ordinality as leaf (event_id, at, hash, place)
                """,
                p -> p.add(first)
                        .addArray("bigint", events.stream().map(EventKey::id).toArray())
                        .addArray(
                                "text",
                                events.stream()
                                        .map(event -> event.at().toString())
                                        .toArray())
                        .addAll(hashes.stream().map(Sha256::toBytes).toList()));
        if (!nodes.levels().isEmpty()) {
            database.update(
                    """
                    insert into event_node (level, index, hash)
                    select * from unnest(?::smallint[], ?::bigint[], ?::bytea[])
                    """,
                    p -> p.addArray("int4", nodes.levels().toArray())
                            .addArray("bigint", nodes.indexes().toArray())
                            .addAll(nodes.hashes()));
        }
    }

    private record NodeRows(List<Integer> levels, List<Long> indexes, List<byte[]> hashes) {
        void add(int level, long index, Sha256 hash) {
            if (level % LEVELS == 0) {
                levels.add(level);
                indexes.add(index);
                hashes.add(hash.toBytes());
            }
        }
    }

    /** The perfect node over the 2^level leaves from {@code index * 2^level} on. */
    public Sha256 node(int level, long index) {
        int above = level % LEVELS;
        int kept = level - above;
        List<Sha256> below = kept(kept, index << above, (index + 1) << above);
        if (below.size() != 1 << above) {
            throw new BrokenTree("nodes are missing below level " + level + ", index " + index);
        }
        return MerkleTree.root(below.size(), (height, at) -> fold(below, height, (int) at));
    }

    private static Sha256 fold(List<Sha256> below, int height, int index) {
        return height == 0
                ? below.get(index)
                : MerkleTree.node(fold(below, height - 1, 2 * index), fold(below, height - 1, 2 * index + 1));
    }

    private List<Sha256> kept(int level, long from, long to) {
        return level == 0
                ? database.query(
                        "select hash from event_leaf where number >= ? and number < ? order by number",
                        p -> p.add(from).add(to),
                        row -> Sha256.ofBytes(row.getBytes(1)))
                : database.query(
                        "select hash from event_node where level = ? and index >= ? and index < ? order by index",
                        p -> p.add(level).add(from).add(to),
                        row -> Sha256.ofBytes(row.getBytes(1)));
    }

    /** The number of an event's leaf; empty while it is not sealed. */
    public Optional<Long> ofEvent(long event) {
        return database.first(
                "select number from event_leaf where event_id = ?", p -> p.add(event), row -> row.getLong(1));
    }

    /** A tree that has lost rows. */
    public static final class BrokenTree extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        BrokenTree(String message) {
            super(message);
        }
    }
}
