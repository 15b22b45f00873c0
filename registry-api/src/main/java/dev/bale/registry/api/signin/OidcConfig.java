package dev.bale.registry.api.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers by which people sign in, by a short name that stands in addresses. See docs/single-sign-on.md. */
@ConfigMapping(prefix = "bale.oidc")
public interface OidcConfig {
    /** Providers by name. */
    @WithParentName
    Map<String, ProviderConfig> byName();

    /** One provider, which must speak OpenID Connect with discovery. */
    interface ProviderConfig {
        /** Exactly as the provider writes it in {@code iss}; everything else is read from its discovery document. */
        String issuer();

        /** What this registry is called there. */
        String clientId();

        /** File with the client's secret, mode 0600. Unset: a public client, which PKCE alone protects. */
        Optional<Path> clientSecretFile();

        /** The words on the button. Unset: the provider's name. */
        Optional<String> label();

        /** What to ask for. Most providers give a refresh token for {@code offline_access} only. */
        @WithDefault("openid,profile,email")
        List<String> scopes();

        /** Further parameters of the authorization request, such as Google's {@code access_type}. */
        Map<String, String> parameters();

        /** The claim that becomes the account's name at the first sign-in; a dot leads into an object. */
        @WithDefault("preferred_username")
        String userNameClaim();

        /** The claim that is shown to administrators as the address; never used to find an account. */
        @WithDefault("email")
        String emailClaim();

        /** The claim with the groups: a list of names, or one name. */
        @WithDefault("groups")
        String groupsClaim();

        /** Who may enter. Unset: everybody whom the provider lets in. */
        Optional<Set<String>> entryGroups();

        /** Who is an administrator. Set: the provider decides at each sign-in and refresh, whatever was set by hand. */
        Optional<Set<String>> adminGroups();

        /** Who is an auditor; as for administrators. */
        Optional<Set<String>> auditorGroups();

        /** How far the provider's clock may be off. */
        @WithDefault("30s")
        Duration clockSkew();

        /** Sessions go on for this long while the provider does not answer. */
        @WithDefault("1h")
        Duration longestSilence();

        /** How long a session lives for which the provider gave no refresh token, so that it cannot be asked again. */
        @WithDefault("12h")
        Duration uncheckedSessionTtl();
    }
}
