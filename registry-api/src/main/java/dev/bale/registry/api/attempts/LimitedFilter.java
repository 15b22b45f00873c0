package dev.bale.registry.api.attempts;

import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Counts requests to {@link Limited} routes before anything of them is looked at. */
@Provider
@Limited
@Priority(Priorities.AUTHENTICATION - 1)
public class LimitedFilter implements ContainerRequestFilter {
    private final LimitAttempts limitAttempts;
    private final HttpServerRequest request;

    LimitedFilter(LimitAttempts limitAttempts, HttpServerRequest request) {
        this.limitAttempts = limitAttempts;
        this.request = request;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        limitAttempts.fromAddress(request.remoteAddress().hostAddress());
    }
}
