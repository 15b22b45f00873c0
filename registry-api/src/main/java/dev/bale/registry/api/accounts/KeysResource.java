package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

@Path("/v1/keys")
@RunOnVirtualThread
class KeysResource {
    private final ManageKeys manageKeys;
    private final Caller caller;

    KeysResource(ManageKeys manageKeys, Caller caller) {
        this.manageKeys = manageKeys;
        this.caller = caller;
    }

    @GET
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public ManageKeys.Keys listKeys() {
        return manageKeys.list();
    }

    @POST
    @Requires(Right.ADMIN)
    public Response rotateKey() {
        return Response.status(Response.Status.CREATED)
                .entity(manageKeys.rotate(caller.principal()))
                .build();
    }

    @DELETE
    @Path("/{key}")
    @Requires(Right.ADMIN)
    public void revokeKey(@PathParam("key") String key) {
        manageKeys.revoke(caller.principal(), key);
    }
}
