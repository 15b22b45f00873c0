package dev.bale.registry.api.webhooks;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides where events may be sent: by TLS to public addresses, or to hosts that the configuration names. */
@ApplicationScoped
class Target {
    private static final int LONGEST = 2_000;

    private final Set<String> allowed;

    Target(WebhooksConfig config) {
        this.allowed = config.allow().orElse(List.of()).stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** It may not be sent there; the message is for administrators. */
    static final class NotAllowed extends IOException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }

    /**
     * A URL that may become a webhook.
     *
     * @throws Invalid for any other
     */
    URI parse(String text) {
        URI url = uri(text);
        boolean http = "http".equals(url.getScheme());
        if ((!http && !"https".equals(url.getScheme()))
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null) {
            throw new Invalid(
                    "A webhook's URL is like https://siem.example.org/path, without a name, a password or a #.");
        }
        try {
            requireAllowed(url);
        } catch (NotAllowed e) {
            throw new Invalid(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            throw new Invalid("The host of this URL is not known to this registry.");
        }
        return url;
    }

    private static URI uri(String text) {
        try {
            if (text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return new URI(text);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new Invalid("This is no URL of at most " + LONGEST + " characters.");
    }

    /** Looks at it again before each delivery: names come to point elsewhere. */
    void requireAllowed(URI url) throws NotAllowed, UnknownHostException {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        if (allowed.contains(host) || allowed.contains(host + ":" + url.getPort())) {
            return;
        }
        if (!"https".equals(url.getScheme())) {
            throw new NotAllowed("Events are sent by https alone, except to hosts in bale.webhooks.allow.");
        }
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (!isPublic(address)) {
                throw new NotAllowed(
                        "The host has an address that is not public; name it in bale.webhooks.allow if that is meant.");
            }
        }
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet6Address) {
            // Only 2000::/3 is handed out, and 2002::/16 stands for any IPv4 address.
            return (first & 0xe0) == 0x20 && !(first == 0x20 && second == 0x02);
        }
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean reserved = first == 0 || first >= 240 || (first == 192 && second == 0 && bytes[2] == 0);
        boolean benchmarks = first == 198 && (second & 0xfe) == 18;
        return !shared && !reserved && !benchmarks;
    }
}
