package dev.bale.registry.api.signin;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.bale.registry.api.accounts.SecretBox;
import dev.bale.registry.api.registry.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Sends a browser to its provider. */
@ApplicationScoped
class BeginSignIn {
    /** How long somebody may take at the provider. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** What the cookie is sealed for. */
    static final String PURPOSE = "sign-in";

    private final Providers providers;
    private final PublicUrl publicUrl;
    private final SecretBox box;
    private final RecordRefusal recordRefusal;
    private final Clock clock;

    BeginSignIn(Providers providers, PublicUrl publicUrl, SecretBox box, RecordRefusal recordRefusal, Clock clock) {
        this.providers = providers;
        this.publicUrl = publicUrl;
        this.box = box;
        this.recordRefusal = recordRefusal;
        this.clock = clock;
    }

    /** Where to send the browser, and what it is to keep until it comes back. */
    record Begun(URI redirect, String cookie) {
        @Override
        public String toString() {
            return "Begun[]";
        }
    }

    /**
     * Begins.
     *
     * @throws SignInRefused when the provider cannot be reached
     */
    Begun begin(String providerName, @Nullable String returnTo) {
        Provider provider = providers.named(providerName);
        State state = new State(SecretText.fresh());
        Nonce nonce = new Nonce(SecretText.fresh());
        CodeVerifier verifier = new CodeVerifier(SecretText.fresh());
        PendingSignIn pending = new PendingSignIn(
                provider.name(),
                state.getValue(),
                nonce.getValue(),
                verifier.getValue(),
                LocalPath.of(returnTo),
                clock.instant().plus(LONGEST));
        try {
            AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                            new ResponseType(ResponseType.Value.CODE),
                            new Scope(provider.config().scopes().toArray(String[]::new)),
                            new ClientID(provider.config().clientId()),
                            callback(publicUrl, provider))
                    .endpointURI(provider.answering().metadata().getAuthorizationEndpointURI())
                    .state(state)
                    .nonce(nonce)
                    .codeChallenge(verifier, CodeChallengeMethod.S256);
            provider.config().parameters().forEach(request::customParameter);
            return new Begun(
                    request.build().toURI(),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(box.seal(PURPOSE, pending.toBytes())));
        } catch (SignInRefused refused) {
            recordRefusal.record("sign-in", provider, refused);
            throw refused;
        }
    }

    /** Where a provider sends browsers back to. */
    static URI callback(PublicUrl publicUrl, Provider provider) {
        return URI.create(publicUrl.origin().orElseThrow() + "/sign-in/oidc/" + provider.name() + "/callback");
    }
}
