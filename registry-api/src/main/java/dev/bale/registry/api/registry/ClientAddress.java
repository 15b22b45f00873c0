package dev.bale.registry.api.registry;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;

/** Where the running request comes from: for events, limits and sessions alike. */
@RequestScoped
public class ClientAddress {
    private final TrustedProxies proxies;
    private final Instance<HttpServerRequest> request;

    ClientAddress(TrustedProxies proxies, Instance<HttpServerRequest> request) {
        this.proxies = proxies;
        this.request = request;
    }

    /** The numeric address. */
    public String text() {
        HttpServerRequest asked = request.get();
        return proxies.client(
                asked.remoteAddress().hostAddress(), asked.headers().getAll("X-Forwarded-For"));
    }
}
