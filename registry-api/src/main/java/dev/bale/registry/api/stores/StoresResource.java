package dev.bale.registry.api.stores;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

@Path("/v1/stores")
@RunOnVirtualThread
class StoresResource {
    private final Stores stores;
    private final TestStore testStore;

    StoresResource(Stores stores, TestStore testStore) {
        this.stores = stores;
        this.testStore = testStore;
    }

    record StoresView(List<StoreView> stores) {}

    @GET
    @Requires(Right.ADMIN)
    @Recorded(Recorded.LOOK)
    public StoresView listStores() {
        return new StoresView(stores.list());
    }

    @POST
    @Path("/{store}/self-test")
    @Requires(Right.ADMIN)
    public StoreView testStore(@PathParam("store") String store) {
        return testStore.test(store);
    }
}
