package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Checks the credential of every request whose route needs one, so that {@link Caller} is who it says. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AuthenticateFilter implements ContainerRequestFilter {
    private final AuthenticateRequest authenticate;
    private final Caller caller;
    private final ResourceInfo resource;

    AuthenticateFilter(AuthenticateRequest authenticate, Caller caller, ResourceInfo resource) {
        this.authenticate = authenticate;
        this.caller = caller;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Requires requires = resource.getResourceMethod().getAnnotation(Requires.class);
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        // Without one it is nobody, whom RequiresFilter lets in where something is for the public.
        if (header != null && requires != null && requires.value() != Right.NOTHING) {
            caller.is(authenticate.byHeader(header));
        }
    }
}
