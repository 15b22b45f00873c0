package dev.bale.registry.api.push;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

@Path("/v1/packages/{namespace}/{name}/pushes/{push}")
@RunOnVirtualThread
class PushResource {
    private final OpenPush openPush;
    private final FindPush findPush;
    private final AbortPush abortPush;
    private final AddPages addPages;
    private final ApplyPatch applyPatch;
    private final AddMetadata addMetadata;
    private final ListWanted listWanted;
    private final CommitPush commitPush;
    private final Caller caller;

    PushResource(
            OpenPush openPush,
            FindPush findPush,
            AbortPush abortPush,
            AddPages addPages,
            ApplyPatch applyPatch,
            AddMetadata addMetadata,
            ListWanted listWanted,
            CommitPush commitPush,
            Caller caller) {
        this.openPush = openPush;
        this.findPush = findPush;
        this.abortPush = abortPush;
        this.addPages = addPages;
        this.applyPatch = applyPatch;
        this.addMetadata = addMetadata;
        this.listWanted = listWanted;
        this.commitPush = commitPush;
        this.caller = caller;
    }

    @PUT
    @Requires(Right.WRITE)
    public Response openPush(@BeanParam PushPath path, @NotNull @Valid PushRequest request) {
        OpenPush.Opened opened = openPush.open(caller.principal(), path.name(), request);
        return Response.status(opened.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .entity(opened.push())
                .build();
    }

    @GET
    @Requires(Right.WRITE)
    public PushView getPush(@BeanParam PushPath path) {
        return findPush.view(findPush.any(caller.principal(), path.name()).push());
    }

    @DELETE
    @Requires(Right.WRITE)
    public void abortPush(@BeanParam PushPath path) {
        abortPush.abort(caller.principal(), path.name());
    }

    @POST
    @Path("/pages")
    @Requires(Right.WRITE)
    @Consumes("application/vnd.bale.pages")
    public PushView.Wanted addPages(@BeanParam PushPath path, InputStream body) throws IOException {
        return addPages.add(caller.principal(), path.name(), body);
    }

    @POST
    @Path("/patch")
    @Requires(Right.WRITE)
    @Consumes("application/x-ndjson")
    public PushView patch(@BeanParam PushPath path, InputStream body) throws IOException {
        return applyPatch.apply(caller.principal(), path.name(), body);
    }

    @POST
    @Path("/metadata")
    @Requires(Right.WRITE)
    @Consumes("application/x-ndjson")
    public PushView.TakenMetadata addMetadata(@BeanParam PushPath path, InputStream body) throws IOException {
        return addMetadata.add(caller.principal(), path.name(), body);
    }

    @GET
    @Path("/wanted")
    @Requires(Right.WRITE)
    public PushView.Wanted listWanted(
            @BeanParam PushPath path,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("10000") @Min(1) @Max(10_000) int limit) {
        return listWanted.list(caller.principal(), path.name(), after, limit);
    }

    @POST
    @Path("/commit")
    @Requires(Right.WRITE)
    public CommitView commitPush(@BeanParam PushPath path) {
        return commitPush.commit(caller.principal(), path.name());
    }
}
