package dev.bale.registry.api.exchange;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose tokens are exchanged, by a name of your choice. */
@ConfigMapping(prefix = "bale.exchange")
public interface ExchangeConfig {
    /** The trusted issuers. */
    @WithParentName
    Map<String, Issuer> issuers();

    /** One issuer of workload tokens. */
    interface Issuer {
        /** Exactly what its tokens have as {@code iss}. */
        String issuer();

        /** What its tokens must have in {@code aud}. Choose one that no other service takes, such as this registry's address. */
        String audience();

        /** Where its keys are; unset, discovery tells. */
        Optional<URI> jwksUrl();

        /**
         * Whether each token is taken once, by its {@code jti}. Right for CI, whose jobs get a token each; switch it off where pods come
         * again and again with the token that is mounted.
         */
        @WithDefault("true")
        boolean singleUse();

        /** The longest life that a token of it may have been given. A longer one would be as good as a stored secret. */
        @WithDefault("24h")
        Duration longestLifetime();

        /** Who may enter, by number; the first rule that matches counts. */
        Map<Integer, Rule> rules();
    }

    /** What a token must say, and what it gets for it. */
    interface Rule {
        /** The service account that it becomes. */
        String serviceAccount();

        /** Claims and what each must be; all must match. {@code *} stands for any text; nested claims are written with slashes. */
        Map<String, String> claims();

        /** What the exchanged token may do. */
        @WithDefault("read")
        List<String> scopes();

        /** The packages that it is good for; unset, all that the service account may use. */
        Optional<List<String>> patterns();
    }
}
