package dev.bale.registry.api.packages;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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
    private final DescribePackage describePackage;
    private final CountInstalls countInstalls;
    private final Caller caller;

    PackageResource(
            ReadPackage readPackage,
            SetTag setTag,
            DeleteTag deleteTag,
            DescribePackage describePackage,
            CountInstalls countInstalls,
            Caller caller) {
        this.readPackage = readPackage;
        this.setTag = setTag;
        this.deleteTag = deleteTag;
        this.describePackage = describePackage;
        this.countInstalls = countInstalls;
        this.caller = caller;
    }

    record Changed(@NotNull @PlainText @Size(max = 2_000) String description) {}

    record TagRequest(@NotBlank @Size(max = 128) String reference) {}

    @GET
    @Requires(Right.READ)
    public ListPackages.PackageView getPackage(
            @PathParam("namespace") String namespace, @PathParam("name") String name) {
        return readPackage.view(caller.reader(), namespace, name);
    }

    @PATCH
    @Requires(Right.WRITE)
    public ListPackages.PackageView changePackage(
            @PathParam("namespace") String namespace, @PathParam("name") String name, @NotNull @Valid Changed request) {
        return describePackage.describe(caller.principal(), namespace, name, request.description());
    }

    @GET
    @Path("/usage")
    @Requires(Right.READ)
    public CountInstalls.Usage getUsage(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        return countInstalls.of(caller.reader(), namespace, name);
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
