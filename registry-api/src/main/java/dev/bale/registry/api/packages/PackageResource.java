package dev.bale.registry.api.packages;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/packages/{namespace}/{name}")
@RunOnVirtualThread
class PackageResource {
    private final ReadPackage readPackage;
    private final SetTag setTag;
    private final DeleteTag deleteTag;
    private final Caller caller;

    PackageResource(ReadPackage readPackage, SetTag setTag, DeleteTag deleteTag, Caller caller) {
        this.readPackage = readPackage;
        this.setTag = setTag;
        this.deleteTag = deleteTag;
        this.caller = caller;
    }

    record TagRequest(@NotBlank @Size(max = 128) String reference) {}

    @GET
    @Requires(Right.READ)
    public ListPackages.PackageView getPackage(
            @PathParam("namespace") String namespace, @PathParam("name") String name) {
        return readPackage.view(caller.reader(), namespace, name);
    }

    @GET
    @Path("/log")
    @Requires(Right.READ)
    public ReadPackage.Log listLog(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return readPackage.log(caller.reader(), namespace, name, after, limit);
    }

    @GET
    @Path("/tags")
    @Requires(Right.READ)
    public ReadPackage.Tags listTags(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return readPackage.tags(caller.reader(), namespace, name, after, limit);
    }

    @PUT
    @Path("/tags/{tag}")
    @Requires(Right.WRITE)
    public Response setTag(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("tag") String tag,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @NotNull @Valid TagRequest request) {
        TagView set = setTag.set(
                caller.principal(), namespace, name, tag, request.reference(), new TagCondition(ifMatch, ifNoneMatch));
        return Response.ok(set)
                .header(HttpHeaders.ETAG, '"' + set.topHash() + '"')
                .build();
    }

    @DELETE
    @Path("/tags/{tag}")
    @Requires(Right.WRITE)
    public void deleteTag(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("tag") String tag,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        deleteTag.delete(caller.principal(), namespace, name, tag, new TagCondition(ifMatch, null));
    }
}
