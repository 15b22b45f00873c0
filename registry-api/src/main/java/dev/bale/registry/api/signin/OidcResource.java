package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.attempts.Limited;
import dev.bale.registry.api.signin.CompleteSignIn.SignedIn;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

@Path("/sign-in/oidc/{provider}")
@RunOnVirtualThread
class OidcResource {
    private final BeginSignIn beginSignIn;
    private final CompleteSignIn completeSignIn;
    private final ProviderLogout providerLogout;
    private final Cookies cookies;
    private final Pages pages;
    private final WebRequest request;

    OidcResource(
            BeginSignIn beginSignIn,
            CompleteSignIn completeSignIn,
            ProviderLogout providerLogout,
            Cookies cookies,
            Pages pages,
            WebRequest request) {
        this.beginSignIn = beginSignIn;
        this.completeSignIn = completeSignIn;
        this.providerLogout = providerLogout;
        this.cookies = cookies;
        this.pages = pages;
        this.request = request;
    }

    @GET
    @Limited
    @Requires(Right.NOTHING)
    public Response beginSignIn(
            @PathParam("provider") String provider, @QueryParam("return_to") @Nullable String returnTo) {
        return pages.orWhy(() -> {
            BeginSignIn.Begun begun = beginSignIn.begin(provider, returnTo);
            return Pages.redirect(begun.redirect())
                    .cookie(cookies.set(Cookies.Kind.PENDING, begun.cookie(), BeginSignIn.LONGEST))
                    .build();
        });
    }

    @GET
    @Path("/callback")
    @Limited
    @Requires(Right.NOTHING)
    public Response completeSignIn(
            @PathParam("provider") String provider,
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("iss") @Nullable String issuer,
            @QueryParam("error") @Nullable String error) {
        Response answer = pages.orWhy(() -> {
            SignedIn signedIn = completeSignIn.complete(
                    provider,
                    new CompleteSignIn.Callback(state, code == null || code.isBlank() ? null : code, issuer, error),
                    request.cookie(Cookies.Kind.PENDING),
                    request.browser(),
                    request.cookie(Cookies.Kind.SESSION));
            return Pages.redirect(URI.create(signedIn.returnTo()))
                    .cookie(cookies.set(
                            Cookies.Kind.SESSION,
                            signedIn.session().cookie(),
                            signedIn.session().life()))
                    .build();
        });
        return Response.fromResponse(answer)
                .cookie(cookies.clear(Cookies.Kind.PENDING))
                .build();
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Requires(Right.NOTHING)
    public Response providerLogout(
            @PathParam("provider") String provider,
            @FormParam("logout_token") @NotBlank @Size(max = 16_000) String logoutToken) {
        providerLogout.end(provider, logoutToken);
        return Response.ok().build();
    }
}
