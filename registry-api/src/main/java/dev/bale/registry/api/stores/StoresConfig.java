package dev.bale.registry.api.stores;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The object storages, by name. The one called {@code default} takes new namespaces. */
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

        /**
         * Whether the data in it is others': published in place where an administrator allows a folder, read and never written. Needs
         * credentials of its own and a bucket that keeps versions, and takes no prefix.
         */
        @WithDefault("false")
        boolean external();

        /** A file of credentials in the AWS form, read again when it changes; without it the SDK's default chain, or the profile's files. */
        Optional<Path> credentialsFile();

        /** The profile in the credentials file, or in the files of the AWS configuration. */
        Optional<String> profile();
    }
}
