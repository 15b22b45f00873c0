package dev.bale.registry.api.exchange;

import dev.bale.registry.api.accounts.OpenExchangedSession;
import dev.bale.registry.api.accounts.OpenExchangedSession.Exchanged;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.exchange.VerifySubjectToken.Verified;
import dev.bale.registry.api.problems.RegistryException.TokenRefused;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.db.accounts.UsedTokenRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Exchanges a workload's token for a short-lived one of a service account. */
@ApplicationScoped
public class ExchangeToken {
    private static final Logger LOG = Logger.getLogger(ExchangeToken.class);
    private static final int LONGEST_SUBJECT = 150;
    /** A token is remembered as used for longer than anybody's clock lets it live. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final VerifySubjectToken verifySubjectToken;
    private final OpenExchangedSession openSession;
    private final UsedTokenRepository used;
    private final RecordEvent recordEvent;

    ExchangeToken(
            VerifySubjectToken verifySubjectToken,
            OpenExchangedSession openSession,
            UsedTokenRepository used,
            RecordEvent recordEvent) {
        this.verifySubjectToken = verifySubjectToken;
        this.openSession = openSession;
        this.used = used;
        this.recordEvent = recordEvent;
    }

    /**
     * Exchanges. The keys of the issuer may be fetched, so no transaction runs meanwhile.
     *
     * @throws TokenRefused for a token or a request that is not good for it
     * @throws Unavailable when the issuer's keys cannot be read
     */
    Exchanged exchange(String form) {
        try {
            Verified verified =
                    verifySubjectToken.verify(ExchangeForm.parse(form).subjectToken());
            return QuarkusTransaction.requiringNew().call(() -> grant(verified));
        } catch (TokenRefused e) {
            denied(e.error());
            throw e;
        } catch (Unavailable e) {
            denied("issuer does not answer");
            throw e;
        }
    }

    private Exchanged grant(Verified verified) {
        TrustedIssuer issuer = verified.issuer();
        ClaimRule rule = issuer.ruleFor(verified.claims().getClaims())
                .orElseThrow(() -> nobody(issuer, "no rule matches its claims"));
        Exchanged exchanged = openSession
                .open(rule.serviceAccount(), rule.limits(), client(verified))
                .orElseThrow(() -> nobody(issuer, "the rule's service account is not there or disabled"));
        Instant forgettable = verified.claims().getExpirationTime().toInstant().plus(REMEMBERED);
        if (verified.id().isPresent()
                && !used.use(issuer.issuer(), verified.id().get(), forgettable)) {
            throw TokenRefused.invalidGrant("The subject token was used before. Ask your platform for a fresh one.");
        }
        recordEvent.record(Event.of("token-exchange")
                .by(exchanged.principal())
                .detail("{\"issuer\":\"" + issuer.name().replaceAll("[^\\w.-]", "?") + "\",\"rule\":" + rule.number()
                        + "}"));
        return exchanged;
    }

    /** Whether it was the claims or the account is for the log's readers alone. */
    private static TokenRefused nobody(TrustedIssuer issuer, String reason) {
        LOG.infof("token exchange refused issuer=%s reason=%s", issuer.name(), reason);
        return TokenRefused.unauthorizedClient(
                "This registry has nobody for what the subject token says. Ask whoever runs it for a rule.");
    }

    private void denied(String reason) {
        QuarkusTransaction.requiringNew()
                .run(() -> recordEvent.record(Event.of("token-exchange").denied(reason)));
    }

    /** What the session's owner sees: who came, in the issuer's words. */
    private static String client(Verified verified) {
        String subject = verified.claims().getSubject().replaceAll("\\p{Cntrl}", "?");
        return verified.issuer().name() + ": "
                + (subject.length() > LONGEST_SUBJECT ? subject.substring(0, LONGEST_SUBJECT) : subject);
    }
}
