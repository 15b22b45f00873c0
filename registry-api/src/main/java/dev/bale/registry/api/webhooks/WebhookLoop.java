package dev.bale.registry.api.webhooks;

import dev.bale.registry.db.audit.WebhookRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends as long as the registry runs: every webhook in a thread of its own, so that none waits for another's receiver. */
@ApplicationScoped
class WebhookLoop {
    private static final Logger LOG = Logger.getLogger(WebhookLoop.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final WebhooksConfig config;
    private final WebhookRepository webhooks;
    private final DeliverEvents deliverEvents;
    private final String holder = UUID.randomUUID().toString();
    private final Map<UUID, Thread> sending = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private @Nullable Thread thread;

    WebhookLoop(WebhooksConfig config, WebhookRepository webhooks, DeliverEvents deliverEvents) {
        this.config = config;
        this.webhooks = webhooks;
        this.deliverEvents = deliverEvents;
    }

    void onStart(@Observes StartupEvent event) {
        if (config.batch() < 1
                || !config.longestPause().isPositive()
                || !config.timeout().isPositive()
                || config.timeout().compareTo(LONGEST) > 0) {
            throw new IllegalStateException(
                    "bale.webhooks: batch is at least 1, longest-pause more than 0, and timeout more than 0 and at most 30s");
        }
        if (!config.every().isZero()) {
            thread = Thread.ofVirtual().name("webhooks").start(this::loop);
        }
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(STOP);
        }
        for (Thread one : sending.values()) {
            one.interrupt();
            one.join(STOP);
        }
    }

    private void loop() {
        while (!stopped) {
            try {
                QuarkusTransaction.requiringNew().call(webhooks::due).forEach(this::start);
                Thread.sleep(config.every());
            } catch (InterruptedException e) {
                stopped = true;
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.error("looking for webhooks failed, it is tried again", e);
                    pause();
                }
            }
        }
    }

    private void start(UUID id) {
        sending.computeIfAbsent(
                id,
                _ -> Thread.ofVirtual().name("webhook-" + id).start(() -> {
                    try {
                        send(id);
                    } finally {
                        sending.remove(id);
                    }
                }));
    }

    private void send(UUID id) {
        try {
            while (!stopped && deliverEvents.run(id, holder)) {
                // There may be more.
            }
        } catch (InterruptedException e) {
            // The registry stops; what was under way is sent again.
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.errorf(e, "sending events failed, it is tried again webhook=%s", id);
                pause();
            }
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
