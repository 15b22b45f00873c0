package dev.bale.registry.api.signin;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.bale.registry.api.registry.SignatureAlgorithms;
import dev.bale.registry.api.signin.OidcConfig.ProviderConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One configured provider and what it publishes of itself. That is fetched when it is first needed and kept, so that a provider that is
 * down stops neither the start nor whoever is signed in.
 */
final class Provider {
    private static final Logger LOG = Logger.getLogger(Provider.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration JUST_NOW = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration KEYS_FRESH = Duration.ofMinutes(5);
    private static final Duration KEYS_WAIT = Duration.ofSeconds(15);
    /** Two fetches in this time, whatever keys tokens name: whoever invents key ids must not make us flood the provider. */
    private static final Duration KEYS_APART = Duration.ofSeconds(30);

    private final String name;
    private final ProviderConfig config;
    private final ProviderHttp http;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Discovered discovered;
    private volatile Instant failedAt = Instant.MIN;

    Provider(String name, ProviderConfig config, ProviderHttp http, Clock clock) {
        this.name = name;
        this.config = config;
        this.http = http;
        this.clock = clock;
        if (!isProtected(URI.create(config.issuer()))) {
            throw new IllegalStateException("bale.oidc." + name
                    + ".issuer must begin with https:// (http only for this machine itself, 127.0.0.1 or localhost)");
        }
    }

    /** What the discovery document said, and the keys behind it. */
    record Discovered(
            OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Set<JWSAlgorithm> algorithms, Instant at) {}

    String name() {
        return name;
    }

    ProviderConfig config() {
        return config;
    }

    ProviderHttp http() {
        return http;
    }

    String label() {
        return config.label().orElse(name);
    }

    /**
     * What it publishes, at most 10 minutes old, or older while it does not answer.
     *
     * @throws SignInRefused when it was never reached and is not now
     */
    Discovered discovered() {
        return discovered(FRESH);
    }

    /**
     * What it publishes, for a browser that is about to be sent there: from a provider that is down, no page of ours would take it back.
     *
     * @throws SignInRefused when it did not answer within the last seconds and does not now
     */
    Discovered answering() {
        Discovered found = discovered(JUST_NOW);
        if (isOlder(found, JUST_NOW)) {
            throw SignInRefused.down("its discovery document could not be read");
        }
        return found;
    }

    private Discovered discovered(Duration atMost) {
        Discovered known = discovered;
        if (known != null && !isOlder(known, atMost)) {
            return known;
        }
        fetching.lock();
        try {
            return fetch(discovered, atMost);
        } finally {
            fetching.unlock();
        }
    }

    private boolean isOlder(Discovered known, Duration age) {
        return !known.at().plus(age).isAfter(clock.instant());
    }

    /** What is known without asking. */
    @Nullable Discovered known() {
        return discovered;
    }

    private Discovered fetch(@Nullable Discovered known, Duration atMost) {
        Instant now = clock.instant();
        boolean wait = failedAt.plus(AFTER_FAILURE).isAfter(now);
        if (known != null && (wait || !isOlder(known, atMost))) {
            return known;
        }
        if (wait) {
            throw SignInRefused.down("its discovery document could not be read");
        }
        try {
            Discovered fresh = read(known, now);
            discovered = fresh;
            return fresh;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            // Of now: one that hangs takes longer to fail than we wait between two tries.
            failedAt = clock.instant();
            LOG.warnf("cannot read the discovery document of provider=%s reason=%s", name, e.getMessage());
            if (known != null) {
                return known;
            }
            throw SignInRefused.down("its discovery document could not be read");
        }
    }

    private Discovered read(@Nullable Discovered known, Instant now) throws IOException, ParseException {
        String issuer = config.issuer();
        URI address = URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                + "/.well-known/openid-configuration");
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(
                http.retrieveResource(address.toURL()).getContent());
        if (!issuer.equals(metadata.getIssuer().getValue())) {
            throw new IOException("it names another issuer than bale.oidc." + name + ".issuer");
        }
        for (URI endpoint : List.of(
                Objects.requireNonNull(metadata.getAuthorizationEndpointURI(), "authorization_endpoint is missing"),
                Objects.requireNonNull(metadata.getTokenEndpointURI(), "token_endpoint is missing"),
                metadata.getJWKSetURI())) {
            if (!isProtected(endpoint)) {
                throw new IOException("it names an endpoint without TLS");
            }
        }
        JWKSource<SecurityContext> keys =
                known != null && known.metadata().getJWKSetURI().equals(metadata.getJWKSetURI())
                        ? known.keys()
                        : keys(metadata.getJWKSetURI().toURL());
        return new Discovered(metadata, keys, algorithms(metadata), now);
    }

    private JWKSource<SecurityContext> keys(URL address) {
        return JWKSourceBuilder.<SecurityContext>create(address, http)
                .cache(KEYS_FRESH.toMillis(), KEYS_WAIT.toMillis())
                .refreshAheadCache(false)
                .rateLimited(KEYS_APART.toMillis())
                .outageTolerant(Duration.ofHours(1).toMillis())
                .build();
    }

    private static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) {
        List<JWSAlgorithm> offered = metadata.getIDTokenJWSAlgs();
        return offered == null
                ? Set.of(JWSAlgorithm.RS256)
                : offered.stream()
                        .filter(SignatureAlgorithms.BY_PRIVATE_KEY::contains)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** By TLS, or within this machine. */
    static boolean isProtected(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(address.getScheme())
                || ("http".equalsIgnoreCase(address.getScheme())
                        && Set.of("localhost", "127.0.0.1", "[::1]").contains(host));
    }
}
