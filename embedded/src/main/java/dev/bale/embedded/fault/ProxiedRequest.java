package dev.bale.embedded.fault;

import static java.util.Objects.requireNonNull;

/**
 * What a rule may look at.
 *
 * @param path without the query
 * @param query without the question mark; empty where there is none
 */
public record ProxiedRequest(String method, String path, String query) {
    public ProxiedRequest {
        requireNonNull(method, "method is null");
        requireNonNull(path, "path is null");
        requireNonNull(query, "query is null");
    }

    static ProxiedRequest of(String method, String target) {
        int mark = target.indexOf('?');
        return mark < 0
                ? new ProxiedRequest(method, target, "")
                : new ProxiedRequest(method, target.substring(0, mark), target.substring(mark + 1));
    }
}
