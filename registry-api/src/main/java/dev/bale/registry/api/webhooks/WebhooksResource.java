package dev.bale.registry.api.webhooks;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/audit/webhooks")
@RunOnVirtualThread
class WebhooksResource {
    private final ReadWebhooks readWebhooks;
    private final ChangeWebhooks changeWebhooks;
    private final TestWebhook testWebhook;
    private final Caller caller;

    WebhooksResource(ReadWebhooks readWebhooks, ChangeWebhooks changeWebhooks, TestWebhook testWebhook, Caller caller) {
        this.readWebhooks = readWebhooks;
        this.changeWebhooks = changeWebhooks;
        this.testWebhook = testWebhook;
        this.caller = caller;
    }

    record WebhookRequest(
            @NotNull @PlainText String url, @Nullable Boolean personal) {}

    record WebhookChange(@NotNull Boolean paused) {}

    @GET
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public WebhookViews.Webhooks listWebhooks(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return readWebhooks.list(after, limit);
    }

    @POST
    @Requires(Right.ADMIN)
    public Response makeWebhook(@NotNull @Valid WebhookRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(changeWebhooks.make(
                        caller.principal(), request.url(), !Boolean.FALSE.equals(request.personal())))
                .build();
    }

    @PATCH
    @Path("/{webhook}")
    @Requires(Right.ADMIN)
    public WebhookViews.WebhookView changeWebhook(
            @PathParam("webhook") String webhook, @NotNull @Valid WebhookChange change) {
        return changeWebhooks.pause(caller.principal(), webhook, change.paused());
    }

    @DELETE
    @Path("/{webhook}")
    @Requires(Right.ADMIN)
    public void removeWebhook(@PathParam("webhook") String webhook) {
        changeWebhooks.remove(caller.principal(), webhook);
    }

    @POST
    @Path("/{webhook}/test")
    @Requires(Right.ADMIN)
    public WebhookViews.Tested testWebhook(@PathParam("webhook") String webhook) throws InterruptedException {
        return testWebhook.test(webhook);
    }
}
