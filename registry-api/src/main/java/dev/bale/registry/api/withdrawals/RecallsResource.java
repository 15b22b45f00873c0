package dev.bale.registry.api.withdrawals;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

@Path("/v1/recalls")
@RunOnVirtualThread
class RecallsResource {
    private final OwnRecalls ownRecalls;
    private final Caller caller;

    RecallsResource(OwnRecalls ownRecalls, Caller caller) {
        this.ownRecalls = ownRecalls;
        this.caller = caller;
    }

    record Acknowledgement(
            @Size(max = 500) @Pattern(regexp = WithdrawalRequest.ONE_LINE, message = WithdrawalRequest.IS_NOT_ONE_LINE) @Nullable String note) {}

    @GET
    @Requires(Right.SIGNED_IN)
    public OwnRecalls.Recalls listRecalls(
            @QueryParam("acknowledged") @DefaultValue("false") boolean acknowledged,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return ownRecalls.list(caller.principal(), acknowledged, after, limit);
    }

    @GET
    @Path("/hashes")
    @Requires(Right.SIGNED_IN)
    public OwnRecalls.Hashes listRecalledHashes(@QueryParam("after") @Size(max = 100) @Nullable String after) {
        return ownRecalls.hashes(caller.principal(), after);
    }

    @POST
    @Path("/{withdrawal}/acknowledge")
    @Requires(Right.WRITE)
    public RecallView acknowledgeRecall(
            @PathParam("withdrawal") String withdrawal, @NotNull @Valid Acknowledgement acknowledgement) {
        return ownRecalls.acknowledge(caller.principal(), withdrawal, acknowledgement.note());
    }
}
