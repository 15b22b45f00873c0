package dev.bale.registry.api.packages;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

@Path("/v1/packages/{namespace}/{name}")
@RunOnVirtualThread
class MovesResource {
    private final MovePackage movePackage;
    private final RemoveRedirect removeRedirect;
    private final Caller caller;

    MovesResource(MovePackage movePackage, RemoveRedirect removeRedirect, Caller caller) {
        this.movePackage = movePackage;
        this.removeRedirect = removeRedirect;
        this.caller = caller;
    }

    record NewName(@NotBlank @PlainText @Size(max = 64) String name) {}

    record NewNamespace(@NotBlank @PlainText @Size(max = 64) String namespace) {}

    @POST
    @Path("/rename")
    @Requires(Right.MANAGE)
    public MovePackage.Moved renamePackage(
            @PathParam("namespace") String namespace, @PathParam("name") String name, @NotNull @Valid NewName request) {
        return movePackage.rename(caller.principal(), namespace, name, request.name());
    }

    @POST
    @Path("/transfer")
    @Requires(Right.MANAGE)
    public MovePackage.Moved transferPackage(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @NotNull @Valid NewNamespace request) {
        return movePackage.transfer(caller.principal(), namespace, name, request.namespace());
    }

    @DELETE
    @Path("/redirect")
    @Requires(Right.MANAGE)
    public void removeRedirect(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        removeRedirect.remove(caller.principal(), namespace, name);
    }
}
