package dev.bale.registry.api.web;

import dev.bale.registry.api.stores.StoresConfig;
import dev.bale.registry.api.stores.StoresConfig.StoreConfig;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.stream.Collectors;

/** What a browser lets the web UI do: run the registry's own files, and talk to the registry and its stores. Nothing else. */
@Singleton
class PagePolicy {
    private final String text;

    PagePolicy(StoresConfig stores) {
        String origins = stores.byName().values().stream()
                .map(PagePolicy::origin)
                .distinct()
                .sorted()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        text = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'"
                + origins + "; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    }

    /** The value of {@code Content-Security-Policy}. */
    String text() {
        return text;
    }

    /** Where presigned URLs of the store lead. */
    private static String origin(StoreConfig store) {
        URI endpoint = store.publicEndpoint().orElse(store.endpoint());
        String bucket = store.pathStyle() ? "" : store.bucket() + ".";
        return endpoint.getScheme() + "://" + bucket + endpoint.getAuthority();
    }
}
