package dev.bale.registry.api.audit.seals;

import dev.bale.registry.api.audit.seals.SealEvents.Run;
import dev.bale.registry.api.audit.seals.SealEvents.Sealer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Seals as long as the registry runs: every second, and without a pause while it is behind. */
@ApplicationScoped
class SealLoop {
    private static final Logger LOG = Logger.getLogger(SealLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final SealsConfig config;
    private final SealEvents sealEvents;
    private final PublishHead publishHead;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    SealLoop(SealsConfig config, SealEvents sealEvents, PublishHead publishHead) {
        this.config = config;
        this.sealEvents = sealEvents;
        this.publishHead = publishHead;
    }

    void onStart(@Observes StartupEvent event) {
        if (config.keyFile().isEmpty()) {
            LOG.warn("the audit trail is not sealed: set bale.seals.key-file (docs/operations.md)");
            return;
        }
        SealKey key = SealKey.read(config.keyFile().get(), config.createKeyFile());
        if (config.batch() < 1) {
            throw new IllegalStateException("bale.seals.batch: at least 1");
        }
        if (!config.every().isZero()) {
            Sealer sealer = new Sealer(UUID.randomUUID().toString(), key, config.batch());
            thread = Thread.ofVirtual().name("seals").start(() -> loop(sealer));
        }
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(STOP);
        }
    }

    private void loop(Sealer sealer) {
        while (!stopped) {
            try {
                Run run = sealEvents.run(sealer);
                publishHead.publish(run.head());
                if (!run.behind()) {
                    Thread.sleep(config.every());
                }
            } catch (InterruptedException e) {
                stopped = true;
            } catch (SealEvents.BrokenSeals e) {
                LOG.errorf(
                        "nothing is sealed: %s. Export and verify the audit trail (docs/guide/audit.md).",
                        e.getMessage());
                pause();
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.error("sealing failed, it is tried again", e);
                    pause();
                }
            }
        }
        release(sealer);
    }

    /** The database may be gone as well. */
    private void release(Sealer sealer) {
        try {
            sealEvents.release(sealer);
        } catch (RuntimeException e) {
            LOG.debug("the lease runs out by itself", e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
