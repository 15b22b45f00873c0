package dev.bale.registry.api.signin;

import dev.bale.registry.api.accounts.AccountsConfig;
import dev.bale.registry.api.accounts.SecretBox;
import dev.bale.registry.api.accounts.SessionCheck;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.api.signin.AskProvider.Answer;
import dev.bale.registry.db.accounts.ProviderLinkRepository.DueRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks a session's provider, at most once an access token's life, whether its person is still good there, with the refresh token that the
 * sign-in brought. What it says holds at once; while it says nothing, sessions go on for a configured time.
 */
@ApplicationScoped
class CheckAtProvider implements SessionCheck {
    private final AccountsConfig config;
    private final Providers providers;
    private final ProviderLinks links;
    private final SecretBox box;
    private final Clock clock;

    CheckAtProvider(AccountsConfig config, Providers providers, ProviderLinks links, SecretBox box, Clock clock) {
        this.config = config;
        this.providers = providers;
        this.links = links;
        this.box = box;
        this.clock = clock;
    }

    @Override
    public void check(UUID session) {
        Instant now = clock.instant();
        Optional<DueRow> due = links.takeOn(session, now.minus(config.accessTokenTtl()), now);
        due.ifPresent(link -> ask(link, session, now));
        links.state(session).ifPresent(state -> {
            Provider provider = providers.ofIssuer(state.issuer()).orElseThrow(CheckAtProvider::over);
            boolean tooLong = state.asked()
                    && state.answeredAt()
                            .plus(provider.config().longestSilence())
                            .plus(config.accessTokenTtl())
                            .isBefore(now);
            if (tooLong) {
                throw new Unavailable(
                        "Your sign-in provider has not answered for too long. Try again in a minute.", false);
            }
        });
    }

    private void ask(DueRow link, UUID session, Instant now) {
        Provider provider = providers.ofIssuer(link.issuer()).orElse(null);
        if (provider == null) {
            links.end(link, null, "the provider is not configured any more");
            throw over();
        }
        try {
            String subject = links.subject(link);
            Answer answer = new AskProvider(provider, now).byRefreshToken(token(link), subject);
            links.answered(provider, link, session, answer, sealed(answer.refreshToken()), now);
        } catch (SignInRefused refused) {
            if (refused.refusal() == Refusal.PROVIDER_DOWN) {
                links.silent(link, now.minus(config.accessTokenTtl()).plus(ProviderLinks.AGAIN_AFTER));
            } else {
                links.end(link, provider, refused.because());
                throw over();
            }
        }
    }

    private String token(DueRow link) {
        return box.open(OpenBrowserSession.PURPOSE, link.token())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new SignInRefused(
                        Refusal.UNTRUSTED_TOKEN, "the refresh token was sealed by another secret", null));
    }

    private byte @Nullable [] sealed(@Nullable String token) {
        return token == null ? null : box.seal(OpenBrowserSession.PURPOSE, token.getBytes(StandardCharsets.UTF_8));
    }

    private static Unauthenticated over() {
        return new Unauthenticated(
                "Your sign-in provider does not vouch for you any more, so this session is over. Sign in again: `bale login`.",
                false);
    }
}
