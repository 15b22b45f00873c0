package dev.bale.registry.api.stores;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;

@Path("/v1/namespaces/{namespace}/in-place")
@RunOnVirtualThread
class InPlaceResource {
    private final AllowInPlace allowInPlace;
    private final Caller caller;

    InPlaceResource(AllowInPlace allowInPlace, Caller caller) {
        this.allowInPlace = allowInPlace;
        this.caller = caller;
    }

    record AllowancesView(List<AllowanceView> allowances) {}

    record WithdrawnView(Instant urlsDieAt) {}

    @GET
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public AllowancesView listInPlace(@PathParam("namespace") String namespace) {
        return new AllowancesView(allowInPlace.list(namespace));
    }

    @PUT
    @Path("/{store}")
    @Requires(Right.ADMIN)
    public AllowancesView allowInPlace(
            @PathParam("namespace") String namespace,
            @PathParam("store") String store,
            @QueryParam("prefix") @NotNull @Size(max = 1_024) String prefix) {
        return new AllowancesView(allowInPlace.allow(caller.principal(), namespace, store, prefix));
    }

    @DELETE
    @Path("/{store}")
    @Requires(Right.ADMIN)
    public WithdrawnView withdrawInPlace(
            @PathParam("namespace") String namespace,
            @PathParam("store") String store,
            @QueryParam("prefix") @NotNull @Size(max = 1_024) String prefix) {
        return new WithdrawnView(allowInPlace.withdraw(namespace, store, prefix));
    }
}
