package dev.bale.registry.api.problems;

import jakarta.enterprise.context.RequestScoped;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names the running request in its answer, its events and the log. 16 hex digits, made here and never taken from the caller. */
@RequestScoped
public class RequestId {
    private final String value =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    /** The id. */
    public String value() {
        return value;
    }
}
