package dev.bale.registry.api.signin;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.ProviderLinkRepository;
import dev.bale.registry.db.accounts.UsedTokenRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends sessions because their provider says so over the back channel (OpenID Connect Back-Channel Logout 1.0). */
@ApplicationScoped
class ProviderLogout {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int LONGEST_ID = 255;
    private static final UUID NO_SESSION = new UUID(0, 0);

    private final Providers providers;
    private final ProviderLinkRepository links;
    private final UsedTokenRepository usedTokens;
    private final RecordEvent recordEvent;
    private final RecordRefusal recordRefusal;
    private final Clock clock;

    ProviderLogout(
            Providers providers,
            ProviderLinkRepository links,
            UsedTokenRepository usedTokens,
            RecordEvent recordEvent,
            RecordRefusal recordRefusal,
            Clock clock) {
        this.providers = providers;
        this.links = links;
        this.usedTokens = usedTokens;
        this.recordEvent = recordEvent;
        this.recordRefusal = recordRefusal;
        this.clock = clock;
    }

    /**
     * Ends what the token names.
     *
     * @throws Invalid when it is not a logout token of that provider for this registry, or was sent before
     */
    void end(String providerName, String logoutToken) {
        Provider provider = providers.named(providerName);
        try {
            JWTClaimsSet claims = checked(provider, logoutToken);
            QuarkusTransaction.requiringNew().run(() -> end(provider, claims));
        } catch (SignInRefused refused) {
            recordRefusal.record("session-end", provider, refused);
            if (refused.refusal() == Refusal.PROVIDER_DOWN) {
                throw new Unavailable("The logout token cannot be checked now: " + refused.because() + ".", false);
            }
            throw new Invalid("This is no logout token of that provider for this registry: " + refused.because() + ".");
        }
    }

    private JWTClaimsSet checked(Provider provider, String logoutToken) {
        TokenCheck check = new TokenCheck(provider, clock.instant());
        JWTClaimsSet claims =
                check.verified(parsed(logoutToken), Set.of(new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT));
        check.common(claims);
        boolean isLogout = claims.getClaim("events") instanceof Map<?, ?> events
                && events.get(EVENT) instanceof Map<?, ?>
                && claims.getClaim("nonce") == null;
        boolean names = claims.getSubject() != null || TokenCheck.text(claims, "sid") != null;
        String id = claims.getJWTID();
        if (!isLogout || !names || id == null || id.length() > LONGEST_ID) {
            throw SignInRefused.untrusted("token: no logout token");
        }
        return claims;
    }

    private void end(Provider provider, JWTClaimsSet claims) {
        Instant now = clock.instant();
        String issuer = provider.config().issuer();
        Instant dead =
                claims.getExpirationTime().toInstant().plus(provider.config().clockSkew());
        String id =
                Sha256.of(claims.getJWTID().getBytes(StandardCharsets.UTF_8)).hex();
        if (!usedTokens.use(issuer, "logout " + id, dead)) {
            throw SignInRefused.untrusted("token: used before");
        }
        @Nullable String sid = TokenCheck.text(claims, "sid");
        Map<Long, AccountRow> accounts = new LinkedHashMap<>();
        Map<Long, Integer> counts = new LinkedHashMap<>();
        for (AccountRow account : links.endAtIssuer(issuer, sid, claims.getSubject(), now)) {
            accounts.put(account.id(), account);
            counts.merge(account.id(), 1, Integer::sum);
        }
        accounts.forEach((account, row) -> recordEvent.record(Event.of("session-end")
                .by(AdmitPerson.principal(row, NO_SESSION))
                .detail("{\"provider\":\"" + provider.name() + "\",\"sessions\":" + counts.get(account)
                        + ",\"reason\":\"signed out at the provider\"}")));
    }

    private static JWT parsed(String token) {
        try {
            return JWTParser.parse(token);
        } catch (ParseException e) {
            throw SignInRefused.untrusted("token: not readable");
        }
    }
}
