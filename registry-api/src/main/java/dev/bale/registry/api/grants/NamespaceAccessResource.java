package dev.bale.registry.api.grants;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/namespaces/{namespace}/access")
@RunOnVirtualThread
class NamespaceAccessResource {
    private final ListGrants listGrants;
    private final MakeGrant makeGrant;
    private final Caller caller;

    NamespaceAccessResource(ListGrants listGrants, MakeGrant makeGrant, Caller caller) {
        this.listGrants = listGrants;
        this.makeGrant = makeGrant;
        this.caller = caller;
    }

    @GET
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public ListGrants.Grants listNamespaceGrants(
            @PathParam("namespace") @PlainText @Size(max = 64) String namespace,
            @QueryParam("ended") @DefaultValue("false") boolean ended,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listGrants.ofScope(caller.principal(), namespace, null, new ListGrants.Part(ended, after, limit));
    }

    @POST
    @Requires(Right.MANAGE)
    public Response grantOnNamespace(
            @PathParam("namespace") @PlainText @Size(max = 64) String namespace, @NotNull @Valid GrantRequest request) {
        return PackageAccessResource.made(makeGrant.make(caller.principal(), namespace, null, request));
    }
}
