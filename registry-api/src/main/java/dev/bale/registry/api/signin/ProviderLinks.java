package dev.bale.registry.api.signin;

import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.signin.AskProvider.Answer;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.PersonRepository;
import dev.bale.registry.db.accounts.ProviderLinkRepository;
import dev.bale.registry.db.accounts.ProviderLinkRepository.DueRow;
import dev.bale.registry.db.accounts.ProviderLinkRepository.StateRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The steps of {@link CheckAtProvider} that need a transaction, each a short one of its own. */
@ApplicationScoped
class ProviderLinks {
    /** A provider that was silent may be asked again after this. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(ProviderLinks.class);

    private final ProviderLinkRepository links;
    private final PersonRepository people;
    private final AdmitPerson admitPerson;
    private final RecordEvent recordEvent;
    private final Clock clock;

    ProviderLinks(
            ProviderLinkRepository links,
            PersonRepository people,
            AdmitPerson admitPerson,
            RecordEvent recordEvent,
            Clock clock) {
        this.links = links;
        this.people = people;
        this.admitPerson = admitPerson;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    @Transactional
    Optional<DueRow> takeOn(UUID session, Instant before, Instant now) {
        return links.takeOnCheck(session, before, now);
    }

    @Transactional
    Optional<StateRow> state(UUID session) {
        return links.state(session);
    }

    @Transactional
    String subject(DueRow link) {
        return people.subject(link.accountId())
                .orElseThrow(() -> SignInRefused.untrusted("the account has no subject"));
    }

    /** The provider said yes, perhaps with other groups than before. */
    @Transactional
    void answered(
            Provider provider, DueRow link, UUID session, Answer answer, byte @Nullable [] sealedToken, Instant now) {
        if (answer.person() != null) {
            admitPerson.admit(provider, answer.person(), session, now);
        }
        links.answered(link.link(), sealedToken, now);
    }

    @Transactional
    void silent(DueRow link, Instant checkedAt) {
        links.silent(link.link(), checkedAt);
    }

    /** The provider said no: everything that rests on this sign-in ends. */
    @Transactional
    void end(DueRow link, @Nullable Provider provider, String because) {
        List<AccountRow> ended = links.end(link.link(), clock.instant());
        String name = provider == null ? "none" : provider.name();
        LOG.infof("sessions ended provider=%s sessions=%d reason=%s", name, ended.size(), because);
        record(ended, link.link(), name, because);
    }

    private void record(List<AccountRow> ended, UUID session, String provider, String because) {
        if (!ended.isEmpty()) {
            recordEvent.record(Event.of("session-end")
                    .by(AdmitPerson.principal(ended.getFirst(), session))
                    .detail("{\"provider\":\"" + provider + "\",\"sessions\":" + ended.size() + ",\"reason\":\""
                            + because + "\"}"));
        }
    }
}
