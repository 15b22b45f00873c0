package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

@Path("/v1/namespaces")
@RunOnVirtualThread
class NamespacesResource {
    private final ListNamespaces listNamespaces;
    private final ChangeNamespace changeNamespace;
    private final SetQuota setQuota;
    private final Caller caller;

    NamespacesResource(
            ListNamespaces listNamespaces, ChangeNamespace changeNamespace, SetQuota setQuota, Caller caller) {
        this.listNamespaces = listNamespaces;
        this.changeNamespace = changeNamespace;
        this.setQuota = setQuota;
        this.caller = caller;
    }

    record NewName(@NotBlank @PlainText @Size(max = 64) String name) {}

    record NewOwner(@NotBlank @PlainText @Size(max = 64) String to) {}

    record QuotaRequest(
            @Min(0) @Nullable Long bytes,
            @Min(0) @Nullable Long metadataBytes,
            @Min(0) @Nullable Long packages) {}

    @GET
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public NamespaceViews.Namespaces listNamespaces(
            @QueryParam("after") @PlainText @Size(max = 64) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listNamespaces.list(caller.principal(), after, limit);
    }

    @GET
    @Path("/{namespace}")
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public NamespaceViews.Namespace getNamespace(@PathParam("namespace") @PlainText @Size(max = 64) String namespace) {
        return listNamespaces.one(caller.principal(), namespace);
    }

    @POST
    @Path("/{namespace}/rename")
    @Requires(Right.MANAGE)
    public NamespaceViews.Renamed renameNamespace(
            @PathParam("namespace") @PlainText @Size(max = 64) String namespace, @NotNull @Valid NewName request) {
        return changeNamespace.rename(caller.principal(), namespace, request.name());
    }

    @POST
    @Path("/{namespace}/transfer")
    @Requires(Right.MANAGE)
    public NamespaceViews.Transferred transferNamespace(
            @PathParam("namespace") @PlainText @Size(max = 64) String namespace, @NotNull @Valid NewOwner request) {
        return changeNamespace.transfer(caller.principal(), namespace, request.to());
    }

    @PUT
    @Path("/{namespace}/quota")
    @Requires(Right.ADMIN)
    public NamespaceViews.Namespace setQuota(
            @PathParam("namespace") @PlainText @Size(max = 64) String namespace, @NotNull @Valid QuotaRequest request) {
        return setQuota.set(
                caller.principal(), namespace, request.bytes(), request.metadataBytes(), request.packages());
    }

    @DELETE
    @Path("/{namespace}/quota")
    @Requires(Right.ADMIN)
    public NamespaceViews.Namespace clearQuota(@PathParam("namespace") @PlainText @Size(max = 64) String namespace) {
        return setQuota.clear(caller.principal(), namespace);
    }
}
