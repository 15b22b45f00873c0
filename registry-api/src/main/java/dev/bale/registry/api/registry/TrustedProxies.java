package dev.bale.registry.api.registry;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reverse proxies whose word on where a request comes from is taken: {@code bale.trusted-proxies}. A caller may put whatever he likes into
 * {@code X-Forwarded-For}; each proxy adds at the right whom it was asked by. So it is read from the right, as long as who says it is trusted.
 */
@Startup
@ApplicationScoped
public class TrustedProxies {
    private final List<Network> networks;

    TrustedProxies(@ConfigProperty(name = "bale.trusted-proxies") Optional<List<String>> configured) {
        networks = configured.orElse(List.of()).stream()
                .map(TrustedProxies::network)
                .toList();
    }

    private static Network network(String text) {
        try {
            return Network.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "bale.trusted-proxies must be addresses or networks such as 10.0.0.0/8, separated by commas; "
                            + text + " is none",
                    e);
        }
    }

    /** The address of whoever asked the first proxy that is trusted; the peer's own where none is. */
    public String client(String peer, List<String> forwardedFor) {
        InetAddress client = Network.address(peer).orElseThrow();
        String rest = String.join(",", forwardedFor);
        while (isTrusted(client) && !rest.isEmpty()) {
            int comma = rest.lastIndexOf(',');
            Optional<InetAddress> before = Network.address(rest.substring(comma + 1));
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
            rest = comma < 0 ? "" : rest.substring(0, comma);
        }
        return client.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
