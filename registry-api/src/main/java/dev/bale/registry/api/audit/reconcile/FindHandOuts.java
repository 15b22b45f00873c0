package dev.bale.registry.api.audit.reconcile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.db.audit.ReconcileRepository;
import dev.bale.registry.db.audit.ReconcileRepository.HandedOut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds hand-outs by the events that signed URLs name, and in a span of time. */
@ApplicationScoped
public class FindHandOuts {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final String CURSOR = "[0-9TZ:.-]{20,32}_[0-9]{1,18}";

    private final ReconcileRepository handOuts;
    private final RegistryConfig config;

    FindHandOuts(ReconcileRepository handOuts, RegistryConfig config) {
        this.handOuts = handOuts;
        this.config = config;
    }

    /** A hand-out; its URLs die at {@code expiresAt} by the lifetime that is configured now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HandOutLine(
            String event,
            Instant at,
            Instant expiresAt,
            boolean urls,
            @Nullable String account,
            @Nullable String address,
            @JsonProperty("package") @Nullable String inPackage,
            @Nullable String version,
            @Nullable String bucket) {}

    /** Hand-outs; {@code next} is where a list goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HandOutLines(
            List<HandOutLine> handOuts, @Nullable String next) {}

    /** Those of these events that are hand-outs; about the others nothing is said. */
    @Transactional
    public HandOutLines of(List<Long> events) {
        return new HandOutLines(handOuts.of(events).stream().map(this::line).toList(), null);
    }

    /**
     * Hand-outs from a moment on and before another, in the order of time.
     *
     * @throws Invalid for what is no moment, and for a cursor of somebody else's
     */
    @Transactional
    public HandOutLines between(String from, String to, @Nullable String after, int limit) {
        if (after != null && !after.matches(CURSOR)) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
        Instant begin = moment(from);
        String[] place = after == null ? new String[] {from, "0"} : after.split("_", 2);
        List<HandedOut> rows =
                handOuts.between(begin, moment(to), moment(place[0]), Long.parseLong(place[1]), limit + 1);
        List<HandedOut> shown = rows.stream().limit(limit).toList();
        return new HandOutLines(
                shown.stream().map(this::line).toList(),
                rows.size() > limit
                        ? shown.getLast().at() + "_" + shown.getLast().event()
                        : null);
    }

    private HandOutLine line(HandedOut row) {
        return new HandOutLine(
                Long.toString(row.event()),
                row.at(),
                row.at().plus(config.urlTtl()),
                row.urls(),
                row.account(),
                row.address(),
                row.inPackage(),
                row.topHash(),
                row.bucket());
    }

    private static Instant moment(String text) {
        try {
            Instant at = Instant.parse(text);
            if (!at.isBefore(EARLIEST) && at.isBefore(LATEST)) {
                return at;
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw new Invalid("A moment is written like 2026-11-22T09:30:00Z, from the year 2000 on.");
    }
}
