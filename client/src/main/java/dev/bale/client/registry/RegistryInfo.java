package dev.bale.client.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says about itself.
 *
 * @param signIn how people sign in: {@code sso}, {@code local}
 */
public record RegistryInfo(
        String name,
        String version,
        Instant time,
        RegistryLimits limits,
        @Nullable List<String> signIn) {
    /** Whether people sign in by the browser. */
    public boolean hasSingleSignOn() {
        return signIn != null && signIn.contains("sso");
    }
}
