package dev.bale.registry.api.exchange;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.accounts.OpenExchangedSession.Exchanged;
import dev.bale.registry.api.attempts.Limited;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

@Path("/v1/token")
@RunOnVirtualThread
class ExchangeResource {
    private final ExchangeToken exchangeToken;

    ExchangeResource(ExchangeToken exchangeToken) {
        this.exchangeToken = exchangeToken;
    }

    /** By section 2.2.1 of the RFC. */
    record ExchangedView(String accessToken, String issuedTokenType, String tokenType, long expiresIn, String scope) {
        @Override
        public String toString() {
            return "ExchangedView[scope=" + scope + "]";
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Limited
    @Requires(Right.NOTHING)
    public ExchangedView exchangeToken(@NotNull String form) {
        Exchanged exchanged = exchangeToken.exchange(form);
        return new ExchangedView(
                exchanged.accessToken(),
                ExchangeForm.ACCESS_TOKEN,
                "Bearer",
                exchanged.expiresIn(),
                String.join(" ", exchanged.principal().limits().scopeTexts()));
    }
}
