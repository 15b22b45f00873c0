package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hand-outs as the registry knows them. */
public interface HandOuts {
    /** So many events are looked up at once. */
    int EVENTS = 10_000;

    /**
     * A hand-out.
     *
     * @param urls whether any URL was signed
     * @param account null once erased, and for somebody who was not signed in
     * @param address null once erased
     */
    record HandOutLine(
            long event,
            Instant at,
            Instant expiresAt,
            boolean urls,
            @Nullable String account,
            @Nullable String address,
            @JsonProperty("package") @Nullable String inPackage,
            @Nullable String version,
            @Nullable String bucket) {}

    /** A part of a list; {@code next} is null at its end. */
    record HandOutPage(List<HandOutLine> handOuts, @Nullable String next) {}

    /** Those of at most {@value #EVENTS} events that are hand-outs. */
    List<HandOutLine> of(Collection<Long> events);

    /** Hand-outs from a moment on and before another, from a cursor on. */
    HandOutPage between(Instant from, Instant to, @Nullable String after);
}
