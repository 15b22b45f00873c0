package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

@Path("/v1/accounts")
@RunOnVirtualThread
class AccountsResource {
    private final ListAccounts listAccounts;
    private final ChangeAccount changeAccount;
    private final ListSessions listSessions;
    private final EndSession endSession;
    private final Caller caller;

    AccountsResource(
            ListAccounts listAccounts,
            ChangeAccount changeAccount,
            ListSessions listSessions,
            EndSession endSession,
            Caller caller) {
        this.listAccounts = listAccounts;
        this.changeAccount = changeAccount;
        this.listSessions = listSessions;
        this.endSession = endSession;
        this.caller = caller;
    }

    @GET
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public ListAccounts.Accounts listAccounts(
            @QueryParam("filter") @DefaultValue("") @PlainText @Size(max = 64) String filter,
            @QueryParam("after") @PlainText @Size(max = 64) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listAccounts.list(filter, after, limit);
    }

    @GET
    @Path("/{account}")
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public AccountView getAccount(@PathParam("account") @PlainText @Size(max = 64) String account) {
        return listAccounts.one(account);
    }

    @PATCH
    @Path("/{account}")
    @Requires(Right.ADMIN)
    public AccountView changeAccount(
            @PathParam("account") @PlainText @Size(max = 64) String account, @NotNull ChangeAccount.Change change) {
        return changeAccount.change(account, change);
    }

    @GET
    @Path("/{account}/sessions")
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public ListSessions.Sessions listSessionsOf(@PathParam("account") @PlainText @Size(max = 64) String account) {
        return listSessions.of(caller.principal(), account);
    }

    @DELETE
    @Path("/{account}/sessions")
    @Requires(Right.ADMIN)
    public EndSession.Ended endSessionsOf(@PathParam("account") @PlainText @Size(max = 64) String account) {
        return endSession.all(account);
    }
}
