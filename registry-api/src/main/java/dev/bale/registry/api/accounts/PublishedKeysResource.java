package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

@Path("/.well-known/jwks.json")
@RunOnVirtualThread
class PublishedKeysResource {
    // Half the lead by which a new key is published before it signs.
    private static final String CACHEABLE = "public, max-age=30";

    private final PublishKeys publishKeys;

    PublishedKeysResource(PublishKeys publishKeys) {
        this.publishKeys = publishKeys;
    }

    @GET
    @Requires(Right.NOTHING)
    public Response getKeySet() {
        return Response.ok(publishKeys.published())
                .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
                .build();
    }
}
