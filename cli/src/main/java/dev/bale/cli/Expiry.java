package dev.bale.cli;

import dev.bale.client.ClientException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When something granted ends by itself; never, unless given. */
final class Expiry {
    @Option(names = "--for", paramLabel = "DAYS", description = "Ends by itself after so many days.")
    private @Nullable Integer days;

    @Option(names = "--until", paramLabel = "TIME", description = "Ends by itself then, such as 2026-12-31T00:00:00Z.")
    private @Nullable Instant until;

    @Nullable Instant end(Instant now) {
        if (days != null && until != null) {
            throw new ClientException(ClientException.Kind.INVALID, "Say --for DAYS or --until TIME, not both.");
        }
        return days == null ? until : now.plus(Duration.ofDays(days));
    }
}
