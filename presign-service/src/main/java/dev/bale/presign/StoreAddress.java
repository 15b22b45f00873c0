package dev.bale.presign;

import java.net.URI;
import java.util.Locale;

/**
 * Where clients find the bucket.
 *
 * @param origin scheme, host and port
 * @param host as clients send it in the Host header: with the port where it is not the scheme's own
 * @param basePath encoded path of the bucket and the prefix, without slash at its end; empty or beginning with a slash
 */
record StoreAddress(String origin, String host, String basePath) {
    static StoreAddress of(StoreSettings settings) {
        URI endpoint = settings.publicEndpoint();
        String name = endpoint.getHost().toLowerCase(Locale.ROOT);
        String host = (settings.pathStyle() ? name : settings.bucket() + "." + name) + port(endpoint);
        String bucket = settings.pathStyle() ? "/" + PercentEncoding.ofPath(settings.bucket()) : "";
        String prefix = settings.prefix().isEmpty() ? "" : "/" + PercentEncoding.ofPath(settings.prefix());
        return new StoreAddress(endpoint.getScheme() + "://" + host, host, bucket + prefix);
    }

    private static String port(URI endpoint) {
        int usual = endpoint.getScheme().equals("https") ? 443 : 80;
        return endpoint.getPort() < 0 || endpoint.getPort() == usual ? "" : ":" + endpoint.getPort();
    }

    String base() {
        return origin + basePath;
    }
}
