package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * A bucket, or a part of one, in an S3-compatible store.
 *
 * @param name by which administrators and messages call it
 * @param endpoint where the registry itself reaches the store, scheme, host and port only
 * @param publicEndpoint where clients reach it: URLs are signed for this host
 * @param region as the store wants it in signatures, such as {@code eu-central-1}
 * @param prefix under which all keys lie, without slash at either end; empty for the whole bucket
 * @param pathStyle whether the bucket is the first part of the path (most self-hosted stores) or of the host name (AWS)
 */
public record StoreSettings(
        String name, URI endpoint, URI publicEndpoint, String region, String bucket, String prefix, boolean pathStyle) {
    public StoreSettings {
        requireText(name, "name");
        requireEndpoint(endpoint, "endpoint");
        requireEndpoint(publicEndpoint, "publicEndpoint");
        requireText(region, "region");
        requireText(bucket, "bucket");
        requireNonNull(prefix, "prefix is null");
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix must not begin or end with a slash: " + prefix);
        }
        if (!pathStyle && (isAddress(endpoint) || isAddress(publicEndpoint))) {
            throw new IllegalArgumentException("an IP address cannot carry the bucket in its name: use path style");
        }
    }

    /** The same for requests that the registry makes itself. */
    StoreSettings forInternalUse() {
        return new StoreSettings(name, endpoint, endpoint, region, bucket, prefix, pathStyle);
    }

    /** The key in the bucket for a key of ours. */
    String fullKey(String key) {
        return prefix.isEmpty() ? key : prefix + "/" + key;
    }

    /** Our key for a key in the bucket that lies under the prefix. */
    String ownKey(String fullKey) {
        return prefix.isEmpty() ? fullKey : fullKey.substring(prefix.length() + 1);
    }

    private static boolean isAddress(URI endpoint) {
        return endpoint.getHost().startsWith("[") || endpoint.getHost().matches("[0-9.]+");
    }

    private static void requireText(String value, String what) {
        if (requireNonNull(value, what + " is null").isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
    }

    private static void requireEndpoint(URI endpoint, String what) {
        requireNonNull(endpoint, what + " is null");
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        String path = endpoint.getRawPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        if (!http
                || endpoint.getHost() == null
                || !bare
                || endpoint.getRawQuery() != null
                || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    what + " must be http:// or https://, a host and perhaps a port, and nothing else");
        }
    }
}
