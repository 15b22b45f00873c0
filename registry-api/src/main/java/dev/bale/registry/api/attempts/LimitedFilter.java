package dev.bale.registry.api.attempts;

import dev.bale.registry.api.registry.ClientAddress;
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
    private final ClientAddress address;

    LimitedFilter(LimitAttempts limitAttempts, ClientAddress address) {
        this.limitAttempts = limitAttempts;
        this.address = address;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        limitAttempts.fromAddress(address.text());
    }
}
