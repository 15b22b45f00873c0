package dev.bale.registry.api.signin;

import dev.bale.registry.api.accounts.AccountsConfig;
import dev.bale.registry.api.registry.SignInWays;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The ways to sign in that the configuration opens, and the buttons for them. */
@ApplicationScoped
class ConfiguredWays implements SignInWays {
    private final AccountsConfig config;
    private final Providers providers;

    ConfiguredWays(AccountsConfig config, Providers providers) {
        this.config = config;
        this.providers = providers;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (config.local()) {
            names.add("local");
        }
        if (!providers.all().isEmpty()) {
            names.add("sso");
        }
        return names;
    }

    boolean local() {
        return config.local();
    }

    /** A button a provider, that leads back to that path in the end. */
    List<PageData.Button> buttons(String returnTo) {
        String query = "?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
        return providers.all().stream()
                .map(provider -> new PageData.Button("/sign-in/oidc/" + provider.name() + query, provider.label()))
                .toList();
    }
}
