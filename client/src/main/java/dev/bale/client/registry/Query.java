package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import org.jspecify.annotations.Nullable;

/** The query of a URL from names and values; a value of null is left out. */
final class Query {
    private Query() {}

    static String of(@Nullable Object... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                query.append(query.length() == 0 ? '?' : '&')
                        .append(namesAndValues[i])
                        .append('=')
                        .append(Encoding.segment(value.toString()));
            }
        }
        return query.toString();
    }
}
