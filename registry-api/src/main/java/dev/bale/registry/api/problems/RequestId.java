package dev.bale.registry.api.problems;

import jakarta.enterprise.context.RequestScoped;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names the running request in its answer, its events and the log. 16 hex digits, made here and never taken from the caller; the
 * first half is the second in which it began, by which its events are found. */
@RequestScoped
public class RequestId {
    private final String value;

    RequestId(Clock clock) {
        value = HexFormat.of().toHexDigits((int) clock.instant().getEpochSecond())
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** The id. */
    public String value() {
        return value;
    }
}
