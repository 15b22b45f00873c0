package dev.bale.registry.api.audit.seals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.bale.manifest.audit.Head;
import dev.bale.registry.db.audit.SealRepository;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.TrailRepository;
import dev.bale.registry.db.audit.TrailRepository.EventSeen;
import dev.bale.registry.db.audit.TrailRepository.TrailRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams the whole trail: each leaf with its event, each head after its last leaf, events that have no leaf, and the newest head. Each part
 * is read in a transaction of its own that is over before it is written, so a reader that stops reading holds nothing but his connection.
 */
@ApplicationScoped
public class ExportTrail {
    private static final int BATCH = 500;
    private static final int LOOK = 10_000;
    private static final HexFormat HEX = HexFormat.of();

    private final SealRepository seals;
    private final TrailRepository trail;
    private final ReadSeals readSeals;

    ExportTrail(SealRepository seals, TrailRepository trail, ReadSeals readSeals) {
        this.seals = seals;
        this.trail = trail;
        this.readSeals = readSeals;
    }

    /** Takes the lines of an export. */
    @FunctionalInterface
    public interface Lines {
        /** Writes one line. */
        void write(Object line) throws IOException;
    }

    /** The first line. */
    public record Begin(@JsonProperty("bale_audit_export") int version, List<ReadSeals.KeyView> keys) {}

    /** An event; without {@code leaf} it is not sealed, without {@code event} it is gone, without {@code personal} it was erased. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventLine(
            @Nullable Long leaf,
            @Nullable String hash,
            long eventId,
            String at,
            @JsonRawValue @Nullable String event,
            @Nullable PersonalView personal) {

        static EventLine of(TrailRow row) {
            return new EventLine(
                    row.leaf(),
                    row.hash() == null ? null : row.hash().toString(),
                    row.eventId(),
                    Head.time(row.at()),
                    row.event(),
                    PersonalView.of(row.personal()));
        }
    }

    /** Erasable fields, and the key of their MACs in hex. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PersonalView(
            String key,
            @Nullable String name,
            @Nullable String address,
            @Nullable String program) {
        static @Nullable PersonalView of(TrailRepository.@Nullable Personal personal) {
            return personal == null
                    ? null
                    : new PersonalView(
                            HEX.formatHex(personal.key()), personal.name(), personal.address(), personal.program());
        }
    }

    /** A head, after the last leaf of its tree. */
    public record HeadLine(HeadView head) {}

    /** The last line: the export is whole up to this head; null when there is none. */
    public record EndLine(@Nullable HeadView end) {}

    /** Writes all lines. */
    public void export(Lines lines) throws IOException {
        Optional<Head> end = QuarkusTransaction.requiringNew().call(seals::latest);
        lines.write(new Begin(1, readSeals.keys().keys()));
        if (end.isPresent()) {
            sealed(end.get(), lines);
        }
        unsigned(lines);
        unsealed(lines);
        lines.write(new EndLine(end.map(HeadView::of).orElse(null)));
    }

    private void sealed(Head end, Lines lines) throws IOException {
        HeadPages heads = new HeadPages(end);
        for (long from = 0; from < end.size(); from += BATCH) {
            for (TrailRow row : leaves(from, Math.min(end.size(), from + BATCH))) {
                long leaf = Objects.requireNonNull(row.leaf());
                heads.upTo(leaf, lines);
                lines.write(EventLine.of(row));
            }
        }
        heads.upTo(end.size(), lines);
    }

    /** Leaves that came without a head, which no sealer makes. */
    private void unsigned(Lines lines) throws IOException {
        TrailRepository.Extent extent = QuarkusTransaction.requiringNew().call(trail::extent);
        for (long from = extent.signed(); from < extent.leaves(); from += BATCH) {
            for (TrailRow row : leaves(from, from + BATCH)) {
                lines.write(EventLine.of(row));
            }
        }
    }

    private List<TrailRow> leaves(long from, long to) {
        return QuarkusTransaction.requiringNew().call(() -> trail.leaves(from, to));
    }

    /** The heads in their order, read some at a time. */
    private final class HeadPages {
        private final Head end;
        private final Deque<Head> read = new ArrayDeque<>();
        private long next;

        HeadPages(Head end) {
            this.end = end;
        }

        /** Writes those whose tree ends at that leaf or before. */
        void upTo(long leaf, Lines lines) throws IOException {
            while (true) {
                if (read.isEmpty() && next <= end.number()) {
                    long from = next;
                    read.addAll(QuarkusTransaction.requiringNew().call(() -> seals.from(from, BATCH)));
                    next = read.isEmpty() ? end.number() + 1 : read.getLast().number() + 1;
                }
                Head head = read.peek();
                if (head == null || head.size() > leaf || head.number() > end.number()) {
                    return;
                }
                lines.write(new HeadLine(HeadView.of(read.remove())));
            }
        }
    }

    private void unsealed(Lines lines) throws IOException {
        EventKey after = null;
        List<EventSeen> seen;
        do {
            EventKey from = after;
            seen = QuarkusTransaction.requiringNew().call(() -> trail.seenAfter(from, LOOK));
            for (EventSeen event : seen) {
                after = event.key();
                if (!event.sealed()) {
                    EventKey key = event.key();
                    Optional<TrailRow> row = QuarkusTransaction.requiringNew().call(() -> trail.withoutLeaf(key));
                    if (row.isPresent()) {
                        lines.write(EventLine.of(row.get()));
                    }
                }
            }
        } while (seen.size() == LOOK);
    }
}
