package dev.bale.registry.api.signin;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.bale.registry.api.accounts.SecretBox;
import dev.bale.registry.api.registry.PublicUrl;
import dev.bale.registry.api.signin.AskProvider.Answer;
import dev.bale.registry.api.signin.OpenBrowserSession.Opened;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a browser back from its provider and signs its person in. */
@ApplicationScoped
class CompleteSignIn {
    private final Providers providers;
    private final PublicUrl publicUrl;
    private final SecretBox box;
    private final OpenBrowserSession openSession;
    private final RecordRefusal recordRefusal;
    private final Clock clock;

    CompleteSignIn(
            Providers providers,
            PublicUrl publicUrl,
            SecretBox box,
            OpenBrowserSession openSession,
            RecordRefusal recordRefusal,
            Clock clock) {
        this.providers = providers;
        this.publicUrl = publicUrl;
        this.box = box;
        this.openSession = openSession;
        this.recordRefusal = recordRefusal;
        this.clock = clock;
    }

    /** What the provider put into the address. */
    record Callback(
            @Nullable String state,
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error) {
        @Override
        public String toString() {
            return "Callback[]";
        }
    }

    /** The new session and where its person wanted to go. */
    record SignedIn(Opened session, String returnTo) {}

    /**
     * Completes. No transaction is open while the provider is asked.
     *
     * @throws SignInRefused when anything is not as it must be; the event is written
     */
    SignedIn complete(
            String providerName,
            Callback callback,
            @Nullable String sealed,
            Browser browser,
            @Nullable String oldCookie) {
        Provider provider = providers.named(providerName);
        try {
            Instant now = clock.instant();
            PendingSignIn pending = pending(provider, callback, sealed, now);
            checkIssuer(provider, callback);
            if (callback.error() != null || callback.code() == null) {
                throw new SignInRefused(Refusal.PROVIDER_SAID_NO);
            }
            Answer answer = new AskProvider(provider, now)
                    .byCode(
                            callback.code(),
                            BeginSignIn.callback(publicUrl, provider),
                            pending.verifier(),
                            pending.nonce());
            return new SignedIn(openSession.open(provider, answer, browser, oldCookie), pending.returnTo());
        } catch (SignInRefused refused) {
            recordRefusal.record("sign-in", provider, refused);
            throw refused;
        }
    }

    /** Only the browser that began a sign-in may complete it: else somebody could be signed in as another without noticing. */
    private PendingSignIn pending(Provider provider, Callback callback, @Nullable String sealed, Instant now) {
        return Optional.ofNullable(sealed)
                .flatMap(CompleteSignIn::decode)
                .flatMap(bytes -> box.open(BeginSignIn.PURPOSE, bytes))
                .flatMap(PendingSignIn::of)
                .filter(pending -> pending.provider().equals(provider.name()))
                .filter(pending -> SecretText.same(pending.state(), callback.state()))
                .filter(pending -> pending.expiresAt().isAfter(now))
                .orElseThrow(() -> new SignInRefused(Refusal.NOT_BEGUN_HERE));
    }

    /** RFC 9207: with several providers, one must not pass off another's code as its own. */
    private static void checkIssuer(Provider provider, Callback callback) {
        OIDCProviderMetadata metadata = provider.discovered().metadata();
        boolean told = callback.issuer() != null;
        if (told
                ? !provider.config().issuer().equals(callback.issuer())
                : metadata.supportsAuthorizationResponseIssuerParam()) {
            throw new SignInRefused(Refusal.WRONG_ISSUER);
        }
    }

    private static Optional<byte[]> decode(String cookie) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(cookie));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
