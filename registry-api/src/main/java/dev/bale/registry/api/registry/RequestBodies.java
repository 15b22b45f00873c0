package dev.bale.registry.api.registry;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens request bodies: undoes {@code Content-Encoding: gzip} and caps what comes out, so that a small body cannot unfold into a large
 * one. The two kinds of streams get {@value #STREAM_BYTES} bytes, whatever else a body calls itself {@value #JSON_BYTES}.
 */
@Provider
public class RequestBodies implements ContainerRequestFilter {
    /** The largest JSON request document. */
    public static final long JSON_BYTES = 1 << 20;

    /** The largest stream of pages or patch lines, decompressed. */
    public static final long STREAM_BYTES = 64L << 20;

    private static final Set<String> STREAMS = Set.of("application/vnd.bale.pages", "application/x-ndjson");

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.hasEntity()) {
            return;
        }
        InputStream body = request.getEntityStream();
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            if (!encoding.equalsIgnoreCase("gzip")) {
                throw new Invalid("Content-Encoding " + encoding.replaceAll("[^\\w-]", "?")
                        + " is not known here. Use gzip or none.");
            }
            body = new GunzipInputStream(body);
            request.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
        }
        request.setEntityStream(
                new CappedInputStream(body, isStream(request.getMediaType()) ? STREAM_BYTES : JSON_BYTES));
    }

    private static boolean isStream(@Nullable MediaType type) {
        return type != null && STREAMS.contains(type.getType() + "/" + type.getSubtype());
    }
}
