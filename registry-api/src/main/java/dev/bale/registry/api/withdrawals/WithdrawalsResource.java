package dev.bale.registry.api.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import dev.bale.registry.api.registry.StreamedPages;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/withdrawals")
@RunOnVirtualThread
class WithdrawalsResource {
    private static final int EXPORTED_AT_ONCE = 1_000;

    private final Withdraw withdraw;
    private final FindWithdrawal findWithdrawal;
    private final LiftWithdrawal liftWithdrawal;
    private final ListHolders listHolders;
    private final AskDeletion askDeletion;
    private final Caller caller;

    WithdrawalsResource(
            Withdraw withdraw,
            FindWithdrawal findWithdrawal,
            LiftWithdrawal liftWithdrawal,
            ListHolders listHolders,
            AskDeletion askDeletion,
            Caller caller) {
        this.withdraw = withdraw;
        this.findWithdrawal = findWithdrawal;
        this.liftWithdrawal = liftWithdrawal;
        this.listHolders = listHolders;
        this.askDeletion = askDeletion;
        this.caller = caller;
    }

    record DeletionRequest(@Nullable Boolean others) {}

    @POST
    @Requires(Right.ADMIN)
    public Withdraw.Made withdraw(@NotNull @Valid WithdrawalRequest request) {
        return withdraw.withdraw(caller.principal(), request);
    }

    @POST
    @Path("/preview")
    @Requires(Right.ADMIN)
    @Recorded(Recorded.AUDIT)
    public Effect previewWithdrawal(WithdrawalRequest.@NotNull @Valid What what) {
        return withdraw.preview(caller.principal(), what);
    }

    @GET
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public FindWithdrawal.Withdrawals listWithdrawals(
            @QueryParam("lifted") @DefaultValue("false") boolean lifted,
            @QueryParam("sha256")
                    @Pattern(regexp = "(sha256:)?[0-9a-f]{64}", message = "is 64 lower-case hex digits")
                    @Nullable String sha256,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return findWithdrawal.list(lifted, sha256 == null ? null : hash(sha256), after, limit);
    }

    private static Sha256 hash(String text) {
        return text.startsWith("sha256:") ? Sha256.parse(text) : Sha256.ofHex(text);
    }

    @GET
    @Path("/{withdrawal}")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public WithdrawalView getWithdrawal(@PathParam("withdrawal") String withdrawal) {
        return findWithdrawal.view(withdrawal);
    }

    @POST
    @Path("/{withdrawal}/lift")
    @Requires(Right.ADMIN)
    public WithdrawalView liftWithdrawal(@PathParam("withdrawal") String withdrawal) {
        return liftWithdrawal.lift(caller.principal(), withdrawal);
    }

    @POST
    @Path("/{withdrawal}/deletion")
    @Requires(Right.ADMIN)
    public WithdrawalView askDeletion(
            @PathParam("withdrawal") String withdrawal, @NotNull @Valid DeletionRequest request) {
        return askDeletion.ask(caller.principal(), withdrawal, Boolean.TRUE.equals(request.others()));
    }

    @POST
    @Path("/{withdrawal}/deletion/confirm")
    @Requires(Right.ADMIN)
    public WithdrawalView confirmDeletion(@PathParam("withdrawal") String withdrawal) {
        return askDeletion.confirm(caller.principal(), withdrawal);
    }

    @GET
    @Path("/{withdrawal}/recalls")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public ListHolders.Holders listHolders(
            @PathParam("withdrawal") String withdrawal,
            @QueryParam("after") @DefaultValue("") @PlainText @Size(max = 80) String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listHolders.list(withdrawal, after, limit);
    }

    @GET
    @Path("/{withdrawal}/recalls.csv")
    @Requires(Right.AUDIT)
    @Recorded(value = Recorded.AUDIT, always = true)
    @Produces("text/csv")
    public Response exportHolders(@PathParam("withdrawal") String withdrawal) {
        return StreamedPages.csv(
                ListHolders.HEADING,
                listHolders.list(withdrawal, "", EXPORTED_AT_ONCE),
                ListHolders.Holders::next,
                after -> listHolders.list(withdrawal, after, EXPORTED_AT_ONCE),
                ListHolders::csv);
    }
}
