package dev.bale.registry.api.grants;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A moment in an address: an RFC 3339 time in UTC. */
public record Moment(Instant at) {
    /** For the framework. */
    public static Moment fromString(String text) {
        try {
            return new Moment(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new Invalid("A moment is written like 2026-11-22T09:30:00Z.");
        }
    }

    /** The moment, where there is one. */
    public static @Nullable Instant instant(@Nullable Moment moment) {
        return moment == null ? null : moment.at();
    }
}
