package dev.bale.registry.api.access;

import dev.bale.registry.api.accounts.AuthenticateRequest;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Checks the credential and the declared right before a route runs. What declares nothing is refused. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class RequiresFilter implements ContainerRequestFilter {
    private final AuthenticateRequest authenticate;
    private final Caller caller;
    private final ResourceInfo resource;

    RequiresFilter(AuthenticateRequest authenticate, Caller caller, ResourceInfo resource) {
        this.authenticate = authenticate;
        this.caller = caller;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Requires requires = resource.getResourceMethod().getAnnotation(Requires.class);
        if (requires == null) {
            throw new Forbidden("This address is not open to anybody.");
        }
        if (requires.value() == Right.NOTHING) {
            return;
        }
        caller.is(authenticate.byHeader(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
        if (requires.value() == Right.ADMIN && !caller.principal().admin()) {
            throw new Forbidden("Only administrators of the registry may do this.");
        }
    }
}
