package dev.bale.client.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a user, by the address of their registry.
 *
 * @param current the registry that commands use when none is named
 */
public record Credentials(@Nullable String current, Map<String, SignedIn> registries) {
    /** Nobody is signed in anywhere. */
    public static final Credentials NONE = new Credentials(null, Map.of());

    /** Copies the map, in its order. */
    public Credentials {
        registries = registries == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(registries));
    }

    /** One session, or an API token, which is never renewed. Its text leaves the tokens out. */
    public record SignedIn(
            String account,
            String accessToken,
            Instant accessExpiresAt,
            @Nullable String refreshToken,
            @Nullable Instant refreshExpiresAt) {
        // When an API token dies is the registry's business; no clock here is asked.
        private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

        static SignedIn byToken(String account, String token) {
            return new SignedIn(account, token, NEVER, null, null);
        }

        /** Whether it is a session, with a refresh token. */
        @JsonIgnore
        public boolean renewable() {
            return refreshToken != null;
        }

        @Override
        public String toString() {
            return "SignedIn[" + account + "]";
        }
    }

    /** The session with this registry. */
    public Optional<SignedIn> of(String registry) {
        return Optional.ofNullable(registries.get(registry));
    }

    /** The same with another session there, used from now on when no registry is named. */
    Credentials with(String registry, SignedIn session, boolean makeCurrent) {
        Map<String, SignedIn> more = new LinkedHashMap<>(registries);
        more.put(registry, session);
        return new Credentials(makeCurrent || current == null ? registry : current, more);
    }

    /** The same without a session there. */
    Credentials without(String registry) {
        Map<String, SignedIn> less = new LinkedHashMap<>(registries);
        less.remove(registry);
        String next =
                registry.equals(current) ? less.keySet().stream().findFirst().orElse(null) : current;
        return new Credentials(next, less);
    }
}
