package dev.bale.registry.api.registry;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Opens request bodies: undoes {@code Content-Encoding: gzip} and caps what comes out, so that a small body cannot unfold into a large
 * one. JSON documents get {@value #JSON_BYTES} bytes; requests with streams cap themselves.
 */
@Provider
public class RequestBodies implements ContainerRequestFilter {
    /** The largest JSON request document. */
    public static final long JSON_BYTES = 1 << 20;

    /** The largest stream of pages or patch lines, decompressed. */
    public static final long STREAM_BYTES = 64L << 20;

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
            body = gunzip(body);
            request.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
        }
        request.setEntityStream(
                new CappedInputStream(body, isJson(request.getMediaType()) ? JSON_BYTES : STREAM_BYTES));
    }

    private static InputStream gunzip(InputStream body) throws IOException {
        try {
            return new GZIPInputStream(body, 1 << 16);
        } catch (ZipException e) {
            throw new Invalid("The body says Content-Encoding: gzip and is not gzip.");
        }
    }

    private static boolean isJson(@Nullable MediaType type) {
        return type != null && type.isCompatible(MediaType.APPLICATION_JSON_TYPE);
    }
}
