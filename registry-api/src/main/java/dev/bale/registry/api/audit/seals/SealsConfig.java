package dev.bale.registry.api.audit.seals;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the audit trail is sealed. */
@ConfigMapping(prefix = "bale.seals")
public interface SealsConfig {
    /**
     * PEM file with an Ed25519 or P-256 key, private (PKCS#8) and public part one after the other, mode 0600. Whoever has it and the database
     * can seal another history: never keep both in one place. Unset: events are not sealed.
     */
    Optional<Path> keyFile();

    /** Make the key file when it is missing. Only for the embedded default: replicas would each make their own. */
    @WithDefault("false")
    boolean createKeyFile();

    /** How often new events are sealed. Until then an event can be changed without a trace. 0: this replica seals nothing. */
    @WithDefault("1s")
    Duration every();

    /** The most events that one head adds. */
    @WithDefault("10000")
    int batch();

    /** Where heads are kept out of reach of whoever has the database. */
    Heads heads();

    /** A bucket with object lock. */
    interface Heads {
        /** The bucket; unset: heads are in the database and the log alone. */
        Optional<String> bucket();

        /** Where it is reached. */
        Optional<URI> endpoint();

        /** The region in signatures. */
        @WithDefault("us-east-1")
        String region();

        /** A prefix for all keys, without slashes at its ends. */
        Optional<String> prefix();

        /** Whether the bucket stands in the path rather than in the host name. */
        @WithDefault("true")
        boolean pathStyle();

        /** A file of credentials in the AWS form; without it the SDK's default chain. They need to put and to get objects, not more. */
        Optional<Path> credentialsFile();

        /** At most so often a head is put there: the newest one. */
        @WithDefault("1m")
        Duration every();

        /** How long nobody can remove or replace it (object lock in compliance mode). */
        @WithDefault("400d")
        Duration retainFor();
    }
}
