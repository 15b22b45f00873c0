package dev.bale.registry.api.audit;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

@Path("/v1/audit/erasures")
@RunOnVirtualThread
class ErasuresResource {
    private final ErasePersonal erasePersonal;
    private final Caller caller;

    ErasuresResource(ErasePersonal erasePersonal, Caller caller) {
        this.erasePersonal = erasePersonal;
        this.caller = caller;
    }

    record ErasureRequest(
            @NotNull @Size(min = 1, max = 200) String account,
            @PositiveOrZero @Nullable Long after) {}

    @POST
    @Requires(Right.ADMIN)
    public ErasePersonal.Erasure eraseAudit(@NotNull @Valid ErasureRequest request) {
        return erasePersonal.erase(
                caller.principal(), request.account(), request.after() == null ? 0 : request.after());
    }
}
