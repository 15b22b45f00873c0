package dev.bale.registry.api.access;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;

/** Checks the declared right before a route runs, once credentials were checked. What declares nothing is refused. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class RequiresFilter implements ContainerRequestFilter {
    private final Caller caller;
    private final ResourceInfo resource;
    private final PublicReaders publicReaders;

    RequiresFilter(Caller caller, ResourceInfo resource, PublicReaders publicReaders) {
        this.caller = caller;
        this.resource = resource;
        this.publicReaders = publicReaders;
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
        if (requires.value() == Right.READ
                && publicReaders.allowed()
                && caller.ifKnown().isEmpty()) {
            return;
        }
        check(caller.principal(), requires.value());
    }

    private static void check(Principal principal, Right right) {
        TokenLimits limits = principal.limits();
        boolean allowed = switch (right) {
            case NOTHING -> true;
            case READ, SIGNED_IN -> limits.mayRead();
            case WRITE -> limits.mayWrite();
            case MANAGE -> limits.mayAdminister();
            case ACCOUNT, ADMIN -> limits.mayAccount();
            case AUDIT -> limits.mayRead() && limits.patterns().isEmpty();
        };
        if (!allowed) {
            throw new Forbidden(
                    "This token does not carry the scope for that. Make one that does, or sign in: `bale login`.");
        }
        if (right == Right.ADMIN && !principal.admin()) {
            throw new Forbidden("Only administrators of the registry may do this.");
        }
        if (right == Right.AUDIT && !principal.admin() && !principal.auditor()) {
            throw new Forbidden("Only administrators and auditors of the registry may do this.");
        }
    }
}
