package dev.bale.registry.api.registry;

import dev.bale.registry.api.problems.RequestId;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Headers of every answer: the request id to quote, and that nothing is kept where nobody said so. */
@Provider
public class AnswerHeaders implements ContainerResponseFilter {
    private final RequestId requestId;

    AnswerHeaders(RequestId requestId) {
        this.requestId = requestId;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("X-Request-Id", requestId.value());
        headers.putSingle("X-Content-Type-Options", "nosniff");
        headers.putIfAbsent("Referrer-Policy", List.of("no-referrer"));
        if (!headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
