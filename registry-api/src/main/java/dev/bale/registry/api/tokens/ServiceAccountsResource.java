package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/service-accounts")
@RunOnVirtualThread
class ServiceAccountsResource {
    private final ServiceAccounts serviceAccounts;
    private final ListTokens listTokens;
    private final MakeToken makeToken;
    private final RevokeToken revokeToken;
    private final Caller caller;

    ServiceAccountsResource(
            ServiceAccounts serviceAccounts,
            ListTokens listTokens,
            MakeToken makeToken,
            RevokeToken revokeToken,
            Caller caller) {
        this.serviceAccounts = serviceAccounts;
        this.listTokens = listTokens;
        this.makeToken = makeToken;
        this.revokeToken = revokeToken;
        this.caller = caller;
    }

    record ServiceAccountRequest(
            @NotBlank @PlainText @Size(max = 64) String name) {}

    @GET
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public ServiceAccounts.Listed listServiceAccounts(
            @QueryParam("after") @PlainText @Size(max = 100) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return serviceAccounts.list(after, limit);
    }

    @POST
    @Requires(Right.ADMIN)
    public Response makeServiceAccount(@NotNull @Valid ServiceAccountRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(serviceAccounts.make(caller.principal(), request.name()))
                .build();
    }

    @GET
    @Path("/{account}/tokens")
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public TokenViews.Tokens listServiceAccountTokens(
            @PathParam("account") @PlainText String account,
            @QueryParam("after") @PlainText @Size(max = 100) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listTokens.ofService(account, after, limit);
    }

    @POST
    @Path("/{account}/tokens")
    @Requires(Right.ADMIN)
    public Response makeServiceAccountToken(
            @PathParam("account") @PlainText String account, @NotNull @Valid TokenRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(makeToken.ofService(caller.principal(), account, request))
                .build();
    }

    @DELETE
    @Path("/{account}/tokens/{token}")
    @Requires(Right.ADMIN)
    public TokenViews.RevokedToken revokeServiceAccountToken(
            @PathParam("account") @PlainText String account, @PathParam("token") String token) {
        return revokeToken.ofService(account, token);
    }
}
