package dev.bale.cli;

import dev.bale.client.ClientException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A time as somebody types it. */
final class Moment {
    private Moment() {}

    /** The time; null where none was given. */
    static @Nullable Instant of(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "A time is written like 2026-11-22T09:30:00Z, not " + text + ".", e);
        }
    }
}
