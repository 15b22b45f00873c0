package dev.bale.registry.api.signin;

import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes down a sign-in that did not come about, in a transaction of its own. */
@ApplicationScoped
class RecordRefusal {
    private static final Logger LOG = Logger.getLogger(RecordRefusal.class);

    private final RecordEvent recordEvent;

    RecordRefusal(RecordEvent recordEvent) {
        this.recordEvent = recordEvent;
    }

    /** The event and a line in the log: provider and rule, nothing that a token or a browser said. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void record(String kind, @Nullable Provider provider, SignInRefused refused) {
        String name = provider == null ? "none" : provider.name();
        LOG.infof("refused kind=%s provider=%s reason=%s", kind, name, refused.because());
        recordEvent.record(Event.of(kind)
                .denied(refused.because())
                .detail("{\"provider\":\"" + name + "\",\"reason\":\"" + refused.because() + "\"}"));
    }
}
