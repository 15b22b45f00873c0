package dev.bale.registry.api.signin;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Trades a code or a refresh token at a provider for what it says of a person. */
final class AskProvider {
    private static final Logger LOG = Logger.getLogger(AskProvider.class);

    /** Answers to a refresh that speak of the person; everything else speaks of a fault. */
    private static final Set<String> PERSON_IS_OUT =
            Set.of("invalid_grant", "access_denied", "login_required", "interaction_required", "consent_required");

    private final Provider provider;
    private final Instant now;

    AskProvider(Provider provider, Instant now) {
        this.provider = provider;
        this.now = now;
    }

    /** What came back. {@code person} is null where a refresh said nothing of claims. */
    record Answer(
            @Nullable Person person,
            @Nullable String refreshToken,
            @Nullable String idToken) {
        @Override
        public String toString() {
            return "Answer[]";
        }
    }

    /** Trades the code of a sign-in. */
    Answer byCode(String code, URI redirect, String verifier, String nonce) {
        Tokens tokens = trade(
                new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, new CodeVerifier(verifier)),
                Refusal.CODE_REFUSED);
        JWT idToken = tokens instanceof OIDCTokens oidc ? oidc.getIDToken() : null;
        if (idToken == null) {
            throw SignInRefused.untrusted("ID token: none came");
        }
        JWTClaimsSet claims = new TokenCheck(provider, now).idToken(idToken, nonce);
        return new Answer(
                person(claims.getSubject(), claims.getClaims(), TokenCheck.text(claims, "sid"), tokens),
                refreshToken(tokens),
                idToken.serialize());
    }

    /** Asks again about the person of an earlier sign-in; {@code PROVIDER_SAID_NO} where he is out. */
    Answer byRefreshToken(String refreshToken, String subject) {
        Tokens tokens = trade(new RefreshTokenGrant(new RefreshToken(refreshToken)), Refusal.PROVIDER_SAID_NO);
        JWT idToken = tokens instanceof OIDCTokens oidc ? oidc.getIDToken() : null;
        Map<String, Object> claims = Map.of();
        if (idToken != null) {
            JWTClaimsSet checked = new TokenCheck(provider, now).idToken(idToken, null);
            if (!subject.equals(checked.getSubject())) {
                throw SignInRefused.untrusted("ID token: another subject at a refresh");
            }
            claims = checked.getClaims();
        }
        Person person = idToken == null && userInfoEndpoint() == null ? null : person(subject, claims, null, tokens);
        return new Answer(person, refreshToken(tokens), null);
    }

    private Tokens trade(AuthorizationGrant grant, Refusal refusal) {
        URI endpoint = provider.discovered().metadata().getTokenEndpointURI();
        ClientAuthentication authentication = authentication();
        TokenRequest request = (authentication == null
                        ? new TokenRequest.Builder(
                                endpoint, new ClientID(provider.config().clientId()), grant)
                        : new TokenRequest.Builder(endpoint, authentication, grant))
                .build();
        try {
            HTTPResponse answer = request.toHTTPRequest().send(provider.http());
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (response instanceof TokenErrorResponse error) {
                throw refused(error.getErrorObject(), answer.getStatusCode(), refusal);
            }
            return response.toSuccessResponse().getTokens();
        } catch (IOException e) {
            LOG.warnf("provider=%s token endpoint: %s", provider.name(), e.getMessage());
            throw SignInRefused.down("its token endpoint does not answer");
        } catch (ParseException e) {
            throw SignInRefused.down("its token endpoint answers what cannot be read");
        }
    }

    private SignInRefused refused(@Nullable ErrorObject error, int status, Refusal refusal) {
        String code = error == null ? null : error.getCode();
        if (code != null && status < 500 && PERSON_IS_OUT.contains(code)) {
            return new SignInRefused(refusal, refusal.event() + ": " + code, null);
        }
        LOG.warnf(
                "provider=%s token endpoint refuses this registry status=%d error=%s",
                provider.name(), status, safe(code));
        return SignInRefused.down("its token endpoint refuses this registry");
    }

    private Person person(String subject, Map<String, Object> claims, @Nullable String session, Tokens tokens) {
        Map<String, Object> all = new HashMap<>(claims);
        URI endpoint = userInfoEndpoint();
        if (endpoint != null && ReadPerson.lacksSomething(provider.config(), claims)) {
            userInfo(endpoint, subject, tokens).forEach(all::putIfAbsent);
        }
        return new ReadPerson(provider.config(), all).read(subject, session);
    }

    private Map<String, Object> userInfo(URI endpoint, String subject, Tokens tokens) {
        try {
            UserInfoResponse answer = UserInfoResponse.parse(new UserInfoRequest(endpoint, tokens.getAccessToken())
                    .toHTTPRequest()
                    .send(provider.http()));
            if (!answer.indicatesSuccess()) {
                throw SignInRefused.down("its UserInfo endpoint refuses");
            }
            var info = answer.toSuccessResponse().getUserInfo();
            if (info == null) {
                throw SignInRefused.down("its UserInfo endpoint answers a JWT, which is not supported");
            }
            if (!subject.equals(info.getSubject().getValue())) {
                throw SignInRefused.untrusted("UserInfo: another subject");
            }
            return info.toJSONObject();
        } catch (IOException | ParseException e) {
            LOG.warnf(
                    "provider=%s UserInfo endpoint: %s",
                    provider.name(), e.getClass().getSimpleName());
            throw SignInRefused.down("its UserInfo endpoint does not answer");
        }
    }

    private @Nullable URI userInfoEndpoint() {
        URI endpoint = provider.discovered().metadata().getUserInfoEndpointURI();
        return endpoint != null && Provider.isProtected(endpoint) ? endpoint : null;
    }

    private @Nullable ClientAuthentication authentication() {
        Path file = provider.config().clientSecretFile().orElse(null);
        if (file == null) {
            return null;
        }
        ClientID client = new ClientID(provider.config().clientId());
        try {
            Secret secret = new Secret(Files.readString(file).strip());
            List<ClientAuthenticationMethod> methods =
                    provider.discovered().metadata().getTokenEndpointAuthMethods();
            boolean basic = methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
            return basic ? new ClientSecretBasic(client, secret) : new ClientSecretPost(client, secret);
        } catch (IOException e) {
            LOG.errorf("bale.oidc.%s.client-secret-file cannot be read: %s", provider.name(), file);
            throw new SignInRefused(Refusal.PROVIDER_DOWN, "the client's secret cannot be read", e);
        }
    }

    private static @Nullable String refreshToken(Tokens tokens) {
        RefreshToken token = tokens.getRefreshToken();
        return token == null ? null : token.getValue();
    }

    private static String safe(@Nullable String code) {
        return code != null && code.matches("[a-z_]{1,40}") ? code : "unnamed";
    }
}
