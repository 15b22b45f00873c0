package dev.bale.standalone;

import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.programs.Bale;
import dev.bale.standalone.RegistryProcess.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry with a proxy in front of it and one in front of its storage: both count, and spoil what they are told to. */
final class ProxiedRegistry implements AutoCloseable {
    private final Path folder;
    private final FaultProxy storage;
    private final RegistryProcess registry;
    private final FaultProxy front;
    private final AtomicInteger names = new AtomicInteger();

    private ProxiedRegistry(Path folder, FaultProxy storage, RegistryProcess registry) {
        this.folder = folder;
        this.storage = storage;
        this.registry = registry;
        this.front = FaultProxy.before(registry.url());
    }

    /** Starts it in this folder, with these settings besides. */
    static ProxiedRegistry start(Path folder, Map<String, String> settings) {
        Ports ports = Ports.free();
        FaultProxy storage = FaultProxy.before(ports.storageAddress());
        Map<String, String> all = new HashMap<>(settings);
        all.put("bale.stores.default.public-endpoint", storage.endpoint().toString());
        return new ProxiedRegistry(folder, storage, RegistryProcess.start(folder.resolve("data"), ports, all));
    }

    /** Clients' way to the storage. */
    FaultProxy storage() {
        return storage;
    }

    /** Clients' way to the registry. */
    FaultProxy front() {
        return front;
    }

    RegistryProcess process() {
        return registry;
    }

    Database database() {
        return new Database(registry.data());
    }

    RegistryApi api() {
        return RegistryApi.admin(registry);
    }

    /** The administrator at a machine of his own, with an empty local store; he goes by the proxies. */
    Bale newMachine() {
        return Bale.admin(
                folder.resolve("machine-" + names.incrementAndGet()), front.endpoint(), registry.adminSecret());
    }

    /** A folder that is not there yet. */
    Path newFolder(String name) {
        return folder.resolve(name + "-" + names.incrementAndGet());
    }

    /** Both ways are free again, and counted from zero. */
    void heal() {
        storage.heal();
        front.heal();
        resetTraffic();
    }

    void resetTraffic() {
        storage.resetTraffic();
        front.resetTraffic();
    }

    @Override
    public void close() {
        front.close();
        registry.close();
        storage.close();
    }
}
