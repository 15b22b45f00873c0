package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

@Path("/sign-out")
@RunOnVirtualThread
class SignOutResource {
    private final SignOut signOut;
    private final Cookies cookies;
    private final Pages pages;
    private final WebRequest request;

    SignOutResource(SignOut signOut, Cookies cookies, Pages pages, WebRequest request) {
        this.signOut = signOut;
        this.cookies = cookies;
        this.pages = pages;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Requires(Right.NOTHING)
    public Response signOut(@FormParam("form") @Nullable String formToken) {
        return pages.orWhy(() -> {
            String cookie = request.cookie(Cookies.Kind.SESSION);
            boolean ours = cookie == null || SecretText.same(SecretText.formToken(cookie), formToken);
            if (!ours || !request.isSameOrigin()) {
                throw new Forbidden("You are still signed in. Sign out by the button on the sign-in page.");
            }
            return Pages.redirect(signOut.end(cookie).orElse(URI.create(SignOut.SIGNED_OUT)))
                    .cookie(cookies.clear(Cookies.Kind.SESSION))
                    .build();
        });
    }
}
