package dev.bale.registry.api.audit.seals;

import dev.bale.manifest.audit.Head;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says a new head where whoever has the database cannot change it: in the log. */
@ApplicationScoped
class PublishHead {
    private static final Logger LOG = Logger.getLogger(PublishHead.class);

    /** Publishes a head; null when there is no new one. */
    void publish(@Nullable Head head) {
        if (head != null) {
            LOG.infof("sealed head=%s", head.text());
        }
    }
}
