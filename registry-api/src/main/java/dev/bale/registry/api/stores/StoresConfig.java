package dev.bale.registry.api.stores;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The object storages, by name. The one called {@code default} takes new namespaces. Credentials come from the SDK's default chain. */
@ConfigMapping(prefix = "bale.stores")
public interface StoresConfig {
    /** Stores by name. */
    @WithParentName
    Map<String, StoreConfig> byName();

    /** One store. */
    interface StoreConfig {
        /** Where the registry reaches it, such as {@code https://s3.eu-central-1.amazonaws.com}. */
        URI endpoint();

        /** Where clients reach it, when that differs; presigned URLs are signed for this host. */
        Optional<URI> publicEndpoint();

        /** The region in signatures. */
        @WithDefault("us-east-1")
        String region();

        /** The bucket; it must exist. */
        String bucket();

        /** A prefix for all keys, without slashes at its ends; empty for the whole bucket. */
        Optional<String> prefix();

        /** Whether the bucket stands in the path (most self-hosted stores) rather than in the host name (AWS). */
        @WithDefault("true")
        boolean pathStyle();
    }
}
