package dev.bale.registry.api.stores;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready only when every store has proven what presigned URLs rely on; says which mode each runs in. */
@Readiness
class StoresCheck implements HealthCheck {
    private final Stores stores;

    StoresCheck(Stores stores) {
        this.stores = stores;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("object storage").status(stores.allTrusted());
        stores.configured().forEach(store -> response.withData(store.name(), store.modeText()));
        return response.build();
    }
}
