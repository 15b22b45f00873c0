package dev.bale.embedded.fault;

import static java.util.Objects.requireNonNull;

/**
 * A request that passed, and how it was answered.
 *
 * @param client the address it came from
 * @param bytes of the answer's body that passed
 */
public record ProxiedExchange(ProxiedRequest request, String client, int status, long bytes) {
    public ProxiedExchange {
        requireNonNull(request, "request is null");
        requireNonNull(client, "client is null");
    }
}
