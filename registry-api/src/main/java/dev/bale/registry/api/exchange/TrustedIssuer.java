package dev.bale.registry.api.exchange;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.JWTProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An issuer whose tokens are exchanged, and by which rules. {@code name} is the configuration's. */
record TrustedIssuer(
        String name,
        String issuer,
        boolean singleUse,
        Duration longestLifetime,
        List<ClaimRule> rules,
        JWTProcessor<SecurityContext> processor) {
    TrustedIssuer {
        rules = List.copyOf(rules);
    }

    /** The first rule that the token's claims match. */
    Optional<ClaimRule> ruleFor(Map<String, Object> claims) {
        return rules.stream().filter(rule -> rule.matches(claims)).findFirst();
    }
}
