package dev.bale.registry.api.audit.reconcile;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.RegistryLimits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Path("/v1/audit/hand-outs")
@RunOnVirtualThread
class HandOutsResource {
    private final FindHandOuts findHandOuts;

    HandOutsResource(FindHandOuts findHandOuts) {
        this.findHandOuts = findHandOuts;
    }

    record EventsRequest(
            @NotNull @Size(max = RegistryLimits.HAND_OUT) List<@NotNull @Pattern(regexp = "[0-9]{1,18}") String> events) {}

    @POST
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public FindHandOuts.HandOutLines findHandOuts(@NotNull @Valid EventsRequest request) {
        return findHandOuts.of(request.events().stream().map(Long::valueOf).toList());
    }

    @GET
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public FindHandOuts.HandOutLines listHandOuts(
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return findHandOuts.between(from, to, after, limit);
    }
}
