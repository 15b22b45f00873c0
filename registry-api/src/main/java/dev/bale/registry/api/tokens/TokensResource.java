package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

@Path("/v1/tokens")
@RunOnVirtualThread
class TokensResource {
    private final ListTokens listTokens;
    private final MakeToken makeToken;
    private final RevokeToken revokeToken;
    private final Caller caller;

    TokensResource(ListTokens listTokens, MakeToken makeToken, RevokeToken revokeToken, Caller caller) {
        this.listTokens = listTokens;
        this.makeToken = makeToken;
        this.revokeToken = revokeToken;
        this.caller = caller;
    }

    @GET
    @Requires(Right.ACCOUNT)
    public TokenViews.Tokens listTokens(
            @QueryParam("after") @PlainText @Size(max = 100) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listTokens.personal(caller.principal(), after, limit);
    }

    @POST
    @Requires(Right.ACCOUNT)
    public Response makeToken(@NotNull @Valid TokenRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(makeToken.personal(caller.principal(), request))
                .build();
    }

    @DELETE
    @Path("/{token}")
    @Requires(Right.ACCOUNT)
    public TokenViews.RevokedToken revokeToken(@PathParam("token") String token) {
        return revokeToken.personal(caller.principal(), token);
    }
}
