package dev.bale.registry.api.grants;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

@Path("/v1/access")
@RunOnVirtualThread
class AccessResource {
    private final ListGrants listGrants;
    private final RevokeGrants revokeGrants;
    private final Caller caller;

    AccessResource(ListGrants listGrants, RevokeGrants revokeGrants, Caller caller) {
        this.listGrants = listGrants;
        this.revokeGrants = revokeGrants;
        this.caller = caller;
    }

    @GET
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public ListGrants.Grants listGrantsOf(
            @QueryParam("principal") @PlainText @Size(max = 80) @Nullable String principal,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listGrants.ofPrincipal(caller.principal(), principal, new ListGrants.Part(false, after, limit));
    }

    @DELETE
    @Path("/{grant}")
    @Requires(Right.MANAGE)
    public RevokeGrants.Revoked revokeGrant(@PathParam("grant") String grant) {
        return revokeGrants.one(caller.principal(), grant);
    }

    @POST
    @Path("/revocations")
    @Requires(Right.MANAGE)
    public RevokeGrants.Revoked revokeGrants(@NotNull RevokeGrants.Selection selection) {
        return revokeGrants.many(caller.principal(), selection);
    }
}
