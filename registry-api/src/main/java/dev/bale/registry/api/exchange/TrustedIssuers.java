package dev.bale.registry.api.exchange;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.registry.SignatureAlgorithms;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The issuers of the configuration. Whatever is wrong with it stops the start: a rule that says less than was meant lets strangers in. */
@ApplicationScoped
@Startup
class TrustedIssuers {
    private static final int SKEW_SECONDS = 30;

    private final Map<String, TrustedIssuer> byIssuer = new HashMap<>();

    TrustedIssuers(ExchangeConfig config, FetchDocument fetch) {
        config.issuers().forEach((name, issuer) -> {
            if (byIssuer.put(issuer.issuer(), trusted(name, issuer, fetch)) != null) {
                throw wrong(name, "issuer", "another entry has the same issuer; give one entry all its rules");
            }
        });
    }

    /** The issuer that calls itself so. */
    Optional<TrustedIssuer> named(String issuer) {
        return Optional.ofNullable(byIssuer.get(issuer));
    }

    private static TrustedIssuer trusted(String name, ExchangeConfig.Issuer config, FetchDocument fetch) {
        checkAddress(name, "issuer", config.issuer());
        config.jwksUrl().ifPresent(address -> checkAddress(name, "jwks-url", address.toString()));
        if (config.audience().isBlank()) {
            throw wrong(name, "audience", "it is empty");
        }
        if (config.rules().isEmpty()) {
            throw wrong(name, "rules", "there is none, so nobody could enter");
        }
        List<ClaimRule> rules = new TreeMap<>(config.rules())
                .entrySet().stream()
                        .map(rule -> rule(name, rule.getKey(), rule.getValue()))
                        .toList();
        return new TrustedIssuer(
                name, config.issuer(), config.singleUse(), config.longestLifetime(), rules, processor(config, fetch));
    }

    private static ClaimRule rule(String name, int number, ExchangeConfig.Rule rule) {
        String setting = "rules." + number;
        if (rule.claims().isEmpty()) {
            throw wrong(name, setting + ".claims", "there is none, so every token of the issuer would match");
        }
        try {
            new PackageName(rule.serviceAccount(), "any");
            return new ClaimRule(
                    number,
                    rule.serviceAccount(),
                    rule.claims(),
                    TokenLimits.parse(rule.scopes(), rule.patterns().orElse(List.of())));
        } catch (InvalidManifest | Invalid e) {
            throw wrong(name, setting, String.valueOf(e.getMessage()));
        }
    }

    private static DefaultJWTProcessor<SecurityContext> processor(ExchangeConfig.Issuer config, FetchDocument fetch) {
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                Set.of(config.audience()),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("exp", "iat", "sub"),
                Set.of());
        claims.setMaxClockSkew(SKEW_SECONDS);
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                SignatureAlgorithms.BY_PRIVATE_KEY, IssuerKeys.of(config.issuer(), config.jwksUrl(), fetch)));
        // Tokens for other purposes, such as a logout, have types of their own.
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private static void checkAddress(String name, String setting, String address) {
        try {
            if (IssuerKeys.isSafe(URI.create(address))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(name, setting, "it is no address");
        }
        throw wrong(name, setting, "it must begin with https:// (or be http on this very host)");
    }

    private static IllegalStateException wrong(String name, String setting, String what) {
        return new IllegalStateException("bale.exchange." + name + "." + setting + ": " + what);
    }
}
