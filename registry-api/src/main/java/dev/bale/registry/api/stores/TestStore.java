package dev.bale.registry.api.stores;

import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs a store's self-test on an administrator's demand. */
@ApplicationScoped
public class TestStore {
    private final Stores stores;
    private final RecordEvent recordEvent;

    TestStore(Stores stores, RecordEvent recordEvent) {
        this.stores = stores;
        this.recordEvent = recordEvent;
    }

    /** What it found. */
    public StoreView test(String name) {
        StoreView result = Store.asking(() -> stores.selfTest(name));
        QuarkusTransaction.requiringNew()
                .call(() ->
                        recordEvent.record(Event.of("store-self-test").detail("{\"mode\":\"" + result.mode() + "\"}")));
        return result;
    }
}
