package dev.bale.registry.api.teams;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What namespaces without a quota of their own may hold. What is absent is without limit. */
@ConfigMapping(prefix = "bale.quotas")
public interface QuotasConfig {
    /** Bytes of the different fragments of a namespace's versions. */
    Optional<MemorySize> defaultBytes();

    /** Bytes of the pages and metadata objects that its pushes sent. */
    Optional<MemorySize> defaultMetadataBytes();

    /** Packages. */
    OptionalLong defaultPackages();

    /** How long a namespace is not counted anew after it was. Shorter is more exact after moves and costs the database more. */
    @WithDefault("10m")
    Duration recountEvery();
}
