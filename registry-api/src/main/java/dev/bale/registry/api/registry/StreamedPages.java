package dev.bale.registry.api.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list in one answer, of any length: each page of it is read when the one before was written, so a reader that stops reading holds
 * nothing but his connection.
 */
public final class StreamedPages {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv; charset=utf-8";

    private StreamedPages() {}

    /** Reads the page after a cursor. */
    @FunctionalInterface
    public interface Next<P> {
        P page(String after);
    }

    /** NDJSON: a line an item. The first page was read before, so that what is wrong with the request is no half answer. */
    public static <P> Response lines(
            ObjectMapper json,
            P first,
            Function<P, @Nullable String> cursor,
            Next<P> next,
            Function<P, List<?>> items) {
        StreamingOutput output = out -> {
            for (P page = first; page != null; page = after(page, cursor, next)) {
                for (Object item : items.apply(page)) {
                    out.write(json.writeValueAsBytes(item));
                    out.write('\n');
                }
            }
        };
        return Response.ok(output, NDJSON).build();
    }

    /** CSV (RFC 4180) with a heading. */
    public static <P> Response csv(
            String heading,
            P first,
            Function<P, @Nullable String> cursor,
            Next<P> next,
            Function<P, Stream<String>> lines) {
        StreamingOutput output = out -> {
            out.write(heading.getBytes(StandardCharsets.UTF_8));
            for (P page = first; page != null; page = after(page, cursor, next)) {
                for (String line : (Iterable<String>) lines.apply(page)::iterator) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        };
        return Response.ok(output, CSV).build();
    }

    private static <P> @Nullable P after(P page, Function<P, @Nullable String> cursor, Next<P> next) {
        String after = cursor.apply(page);
        return after == null ? null : next.page(after);
    }
}
