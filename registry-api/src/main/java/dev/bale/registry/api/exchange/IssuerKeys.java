package dev.bale.registry.api.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The keys of an issuer, where its configuration or its discovery document says they are. */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(4);
    private static final Duration WAIT = Duration.ofSeconds(15);
    // An unknown key id makes the keys be read again: twice in this time and not more often.
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(5);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String issuer;
    private final Optional<URI> configured;
    private final FetchDocument fetch;
    private final ObjectMapper json = new ObjectMapper();

    private IssuerKeys(String issuer, Optional<URI> configured, FetchDocument fetch) {
        this.issuer = issuer;
        this.configured = configured;
        this.fetch = fetch;
    }

    /** Kept for ten minutes, read again for an unknown key id, and good for hours while the issuer does not answer. */
    static JWKSource<SecurityContext> of(String issuer, Optional<URI> configured, FetchDocument fetch) {
        return JWKSourceBuilder.create(new IssuerKeys(issuer, configured, fetch))
                .cache(KEPT.toMillis(), WAIT.toMillis())
                .refreshAheadCache(false)
                .rateLimited(AT_MOST_EVERY.toMillis())
                .outageTolerant(KEPT_IN_OUTAGE.toMillis())
                .build();
    }

    /** Whether nobody on the way can change what is read there. */
    static boolean isSafe(URI address) {
        return address.getHost() != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost())));
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(fetch.get(address()));
        } catch (IOException e) {
            throw new JWKSetRetrievalException("the keys of " + issuer + " cannot be read", e);
        } catch (ParseException e) {
            throw new JWKSetParseException("what " + issuer + " has for its keys are none", e);
        }
    }

    private URI address() throws IOException {
        if (configured.isPresent()) {
            return configured.get();
        }
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode document = json.readTree(fetch.get(URI.create(base + DISCOVERY)));
        if (!issuer.equals(document.path("issuer").asText())) {
            throw new IOException("the discovery document of " + issuer + " is another issuer's");
        }
        try {
            URI address = URI.create(document.path("jwks_uri").asText());
            if (isSafe(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the discovery document of " + issuer + " has no address of its keys", e);
        }
        throw new IOException("the discovery document of " + issuer + " names keys that are not behind https");
    }

    @Override
    public void close() {}
}
