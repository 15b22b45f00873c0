package dev.bale.registry.api.accounts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How people and programs sign in. */
@ConfigMapping(prefix = "bale.accounts")
public interface AccountsConfig {
    /**
     * PEM file (PKCS#8, RSA) that signs access tokens. Whoever has it can sign in as anybody: mount it, mode 0600. Unset: the registry keeps
     * keys in the database, sealed with the secret, and rotates them on demand.
     */
    Optional<Path> tokenKeyFile();

    /** PEM files (private or public) of keys that verify besides the mounted one: those before it, and the one to come. */
    Optional<List<Path>> previousTokenKeyFiles();

    /** How long a new key in the database is published before it signs. Longer than whoever verifies tokens keeps the published keys. */
    @WithDefault("60s")
    Duration tokenKeyLead();

    /** File with at least 32 random characters, the same for all replicas: it seals what lies in the database and in cookies. Mode 0600. */
    Path secretFile();

    /** Make the secret file when it is missing. Only for the embedded default: replicas would each make their own. */
    @WithDefault("false")
    boolean createSecretFile();

    /** Lifetime of access tokens, at most 5 minutes. */
    @WithDefault("5m")
    Duration accessTokenTtl();

    /** A session ends after this long without use. */
    @WithDefault("30d")
    Duration sessionTtl();

    /** Whether accounts with a secret of their own may sign in. */
    @WithDefault("false")
    boolean local();

    /** Name of the administrator made at the first start. */
    @WithDefault("admin")
    String firstAdmin();

    /** File with the first administrator's secret. Unset: no administrator is made. */
    Optional<Path> firstAdminSecretFile();
}
