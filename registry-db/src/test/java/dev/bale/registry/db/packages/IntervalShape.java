package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.packages.PresenceRepository.Occurrence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Presence intervals, by the repository that the registry uses: a row a change and a row where it ended. */
final class IntervalShape implements PresenceShape {
    private static final int BATCH = 10_000;

    private final MeasuredRegistry registry;

    IntervalShape(MeasuredRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "intervals";
    }

    @Override
    public void write(long logId, List<Change> changes) {
        for (int from = 0; from < changes.size(); from += BATCH) {
            List<Change> batch = changes.subList(from, Math.min(changes.size(), from + BATCH));
            registry.presence.stageBegins(
                    logId,
                    MeasuredRegistry.PACKAGE,
                    batch.stream()
                            .map(c -> new Occurrence(c.after(), SimulatedPages.path(c.entry()), false))
                            .toList());
            registry.commit();
            List<Occurrence> ended = batch.stream()
                    .filter(c -> c.before() != null)
                    .map(c -> new Occurrence(Objects.requireNonNull(c.before()), SimulatedPages.path(c.entry()), false))
                    .toList();
            if (!ended.isEmpty()) {
                registry.presence.stageEnds(logId, MeasuredRegistry.PACKAGE, ended);
                registry.commit();
            }
        }
    }

    @Override
    public List<String> tables() {
        return List.of("presence", "presence_end");
    }

    @Override
    public int trace(Sha256 fragment, int limit) {
        return registry.database
                .query("""
                        select i.package_id, i.path, i.first_log_id, i.end_log_id
                        from hash h
                        join presence_interval i on i.hash_id = h.id
                        where h.sha256 = ?
                        limit ?
                        """, p -> p.add(fragment.toBytes()).add(limit), row -> row.getString(2))
                .size();
    }

    @Override
    public Set<Sha256> held(Map<Sha256, Long> fragments, long reader) {
        return registry.presence.held(
                fragments,
                MeasuredRegistry.STORE,
                Reader.of(reader, java.time.Instant.EPOCH),
                MeasuredRegistry.PACKAGE,
                reader);
    }
}
