package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

@Path("/v1/packages/{namespace}/{name}/pushes/{push}/uploads")
@RunOnVirtualThread
class UploadsResource {
    private final OpenUploads openUploads;
    private final ReportUploads reportUploads;
    private final Caller caller;

    UploadsResource(OpenUploads openUploads, ReportUploads reportUploads, Caller caller) {
        this.openUploads = openUploads;
        this.reportUploads = reportUploads;
        this.caller = caller;
    }

    record UploadsRequest(@NotNull @Size(max = 1_000) List<@NotNull @Size(max = 71) String> fragments) {}

    record PartsRequest(@NotNull @Size(max = 1_000) List<@NotNull @Valid PartAsked> parts) {}

    record PartAsked(
            @Min(1) @Max(10_000) int number,
            @NotNull @Size(max = 71) String sha256) {}

    record DoneRequest(@NotNull @Size(max = 1_000) List<@NotNull UUID> uploads) {}

    @POST
    @Requires(Right.WRITE)
    public UploadViews.Uploads openUploads(@BeanParam PushPath path, @NotNull @Valid UploadsRequest request) {
        List<Sha256> fragments = new LinkedHashSet<>(request.fragments())
                .stream().map(Sha256::parse).toList();
        return openUploads.open(caller.principal(), path.name(), fragments);
    }

    @POST
    @Path("/{upload}/parts")
    @Requires(Right.WRITE)
    public UploadViews.Parts openParts(
            @BeanParam PushPath path, @PathParam("upload") UUID upload, @NotNull @Valid PartsRequest request) {
        return openUploads.parts(
                caller.principal(),
                path.name(),
                upload,
                request.parts().stream()
                        .map(part -> new OpenUploads.PartRequest(part.number(), Sha256.parse(part.sha256())))
                        .toList());
    }

    @POST
    @Path("/done")
    @Requires(Right.WRITE)
    public UploadViews.Done reportUploads(@BeanParam PushPath path, @NotNull @Valid DoneRequest request) {
        return reportUploads.done(caller.principal(), path.name(), List.copyOf(new LinkedHashSet<>(request.uploads())));
    }
}
