package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.accounts.SessionTokens;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

@Path("/v1/sessions/browser")
@RunOnVirtualThread
class BrowserSessionResource {
    private final TradeCookie tradeCookie;
    private final WebRequest request;

    BrowserSessionResource(TradeCookie tradeCookie, WebRequest request) {
        this.tradeCookie = tradeCookie;
        this.request = request;
    }

    @POST
    @Requires(Right.NOTHING)
    public SessionTokens.ShortView tradeCookie() {
        if (!request.isSameOrigin()) {
            throw new Forbidden("Only pages of this registry may trade a browser's session for a token.");
        }
        return tradeCookie.trade(request.cookie(Cookies.Kind.SESSION));
    }
}
