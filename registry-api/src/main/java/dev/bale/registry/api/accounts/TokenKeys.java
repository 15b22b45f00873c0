package dev.bale.registry.api.accounts;

import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.accounts.SessionRepository.KeyUse;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of access tokens: mounted ones where there are any, else those in the database. */
@ApplicationScoped
class TokenKeys {
    /** Before anybody is served. */
    private static final int EARLY = 100;

    private final @Nullable MountedKeys mounted;
    private final StoredKeys stored;

    TokenKeys(AccountsConfig config, StoredKeys stored) {
        this.stored = stored;
        this.mounted = config.tokenKeyFile()
                .map(file ->
                        MountedKeys.read(file, config.previousTokenKeyFiles().orElse(List.of())))
                .orElse(null);
    }

    void onStart(@Observes @Priority(EARLY) StartupEvent event) {
        if (mounted == null) {
            stored.makeFirst();
        }
    }

    /** The key that signs now. */
    TokenKey.Signing signing() {
        return mounted == null ? stored.signing() : mounted.signing();
    }

    /** The public key of that id, if its tokens may count; {@link #use} says whether they do. */
    Optional<RSAPublicKey> verifying(String id) {
        if (mounted == null) {
            return stored.verifying(id);
        }
        return mounted.all().stream()
                .filter(key -> key.id().equals(id))
                .map(TokenKey.Verifying::key)
                .findFirst();
    }

    /** What the look-up of a session is to ask of the key; null where keys are mounted, which count as long as they are. */
    @Nullable KeyUse use(String id, Instant now) {
        return mounted == null ? stored.use(id, now) : null;
    }

    /** The keys to publish. */
    List<TokenKey.Verifying> published() {
        return mounted == null ? stored.published() : mounted.all();
    }

    /** The keys in the database, for those who manage them. Refuses where keys are mounted. */
    StoredKeys stored() {
        if (mounted != null) {
            throw Conflict.keysMounted(
                    "The keys of this registry are mounted files (bale.accounts.token-key-file). Rotate them there: add the new key to "
                            + "bale.accounts.previous-token-key-files on all replicas, then let it sign, then take the old one away.");
        }
        return stored;
    }
}
