package dev.bale.registry.api.grants;

import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.Action;
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

@Path("/v1/packages/{namespace}/{name}/access")
@RunOnVirtualThread
class PackageAccessResource {
    private final ListGrants listGrants;
    private final MakeGrant makeGrant;
    private final ExplainAccess explainAccess;
    private final ListReaders listReaders;
    private final WhatIf whatIf;
    private final Caller caller;

    PackageAccessResource(
            ListGrants listGrants,
            MakeGrant makeGrant,
            ExplainAccess explainAccess,
            ListReaders listReaders,
            WhatIf whatIf,
            Caller caller) {
        this.listGrants = listGrants;
        this.makeGrant = makeGrant;
        this.explainAccess = explainAccess;
        this.listReaders = listReaders;
        this.whatIf = whatIf;
        this.caller = caller;
    }

    @GET
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public ListGrants.Grants listPackageGrants(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("ended") @DefaultValue("false") boolean ended,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listGrants.ofScope(caller.principal(), namespace, name, new ListGrants.Part(ended, after, limit));
    }

    @POST
    @Requires(Right.MANAGE)
    public Response grantOnPackage(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @NotNull @Valid GrantRequest request) {
        return made(makeGrant.make(caller.principal(), namespace, name, request));
    }

    static Response made(MakeGrant.Made made) {
        return Response.status(made.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .entity(made.grant())
                .build();
    }

    @GET
    @Path("/explain")
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public ExplainAccess.Explanation explainAccess(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("principal") @PlainText @Size(max = 80) @Nullable String principal,
            @QueryParam("action") @DefaultValue("read") String action,
            @QueryParam("path") @Size(max = 1_100) @Nullable String path,
            @QueryParam("at") @Nullable Moment at) {
        return explainAccess.explain(
                caller.principal(),
                namespace,
                name,
                new ExplainAccess.Question(
                        principal,
                        Action.parse(action),
                        path == null || path.isEmpty() ? null : EntryPath.of(path),
                        Moment.instant(at)));
    }

    @GET
    @Path("/readers")
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public ListReaders.Readers listReaders(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("at") @Nullable Moment at,
            @QueryParam("after") @DefaultValue("") @PlainText @Size(max = 80) String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listReaders.list(caller.principal(), namespace, name, Moment.instant(at), after, limit);
    }

    @POST
    @Path("/what-if")
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public WhatIf.Effects whatIf(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("after") @DefaultValue("") @PlainText @Size(max = 80) String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit,
            @NotNull @Valid WhatIf.Change change) {
        return whatIf.effects(caller.principal(), namespace, name, change, after, limit);
    }
}
