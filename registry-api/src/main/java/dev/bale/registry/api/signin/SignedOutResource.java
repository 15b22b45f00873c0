package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

@Path("/signed-out")
@RunOnVirtualThread
class SignedOutResource {
    private final Pages pages;

    SignedOutResource(Pages pages) {
        this.pages = pages;
    }

    @GET
    @Requires(Right.NOTHING)
    public Response showSignedOut() {
        return pages.message(
                        200,
                        "You are signed out",
                        "This browser holds no session any more. Programs that you confirmed stay signed in until you end them (bale logout), unless your provider ended them with this session.",
                        "/sign-in",
                        "Sign in again")
                .build();
    }
}
