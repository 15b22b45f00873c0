package dev.bale.registry.api.audit;

import dev.bale.registry.db.audit.EventRepository;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Makes the partitions of the audit trail ahead of time: an event that finds none would stop what it tells of. */
@ApplicationScoped
class KeepPartitions {
    private static final int MONTHS_AHEAD = 3;

    private final EventRepository events;

    KeepPartitions(EventRepository events) {
        this.events = events;
    }

    @Transactional
    void onStart(@Observes StartupEvent event) {
        events.makePartitions(MONTHS_AHEAD);
    }

    @Scheduled(every = "12h", delayed = "1h")
    @Transactional
    void onSchedule() {
        events.makePartitions(MONTHS_AHEAD);
    }
}
