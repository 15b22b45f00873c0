package dev.bale.registry.db;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.packages.LogRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PageRepository;
import dev.bale.registry.db.packages.PresenceRepository;
import dev.bale.registry.db.packages.PresenceRepository.Occurrence;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.UploadRepository;
import dev.bale.registry.db.push.UploadRow;
import dev.bale.registry.db.stores.LocationRepository;
import dev.bale.registry.db.stores.StoreRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes accounts, packages, versions and pushes of names of their own, so that tests do not meet. */
@ApplicationScoped
public class Sample {
    public static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    public static final long SIZE = 100;

    private static final AtomicLong NUMBER = new AtomicLong();

    private final Database database;
    private final AccountRepository accounts;
    private final StoreRepository stores;
    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final PageRepository pages;
    private final VersionRepository versions;
    private final LogRepository log;
    private final PresenceRepository presence;
    private final LocationRepository locations;
    private final PushRepository pushes;
    private final PushContentRepository content;
    private final UploadRepository uploads;

    Sample(
            Database database,
            AccountRepository accounts,
            StoreRepository stores,
            NamespaceRepository namespaces,
            PackageRepository packages,
            PageRepository pages,
            VersionRepository versions,
            LogRepository log,
            PresenceRepository presence,
            LocationRepository locations,
            PushRepository pushes,
            PushContentRepository content,
            UploadRepository uploads) {
        this.database = database;
        this.accounts = accounts;
        this.stores = stores;
        this.namespaces = namespaces;
        this.packages = packages;
        this.pages = pages;
        this.versions = versions;
        this.log = log;
        this.presence = presence;
        this.locations = locations;
        this.pushes = pushes;
        this.content = content;
        this.uploads = uploads;
    }

    /** A package with its owner, whose namespace it is in. */
    public record Pack(long id, String namespace, String name, long owner, long store) {}

    public static <T> T tx(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }

    public static void run(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    public static String name(String kind) {
        return kind + NUMBER.incrementAndGet();
    }

    /** A hash that nothing else has. */
    public static Sha256 fresh() {
        return hash(UUID.randomUUID().toString());
    }

    public static Sha256 hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public long account() {
        return tx(() -> accounts.create(name("person"), "person", false, AT).id());
    }

    public long store() {
        String name = name("store");
        run(() -> stores.configure(new StoreRepository.Place(name, "e", "e", "r", "b", "", true), AT));
        return tx(() -> stores.named(name).orElseThrow().id());
    }

    public Pack pack() {
        return pack(account(), store());
    }

    public Pack pack(long owner, long store) {
        String namespace = name("namespace");
        run(() -> namespaces.create(namespace, "person", owner, store, AT));
        return pack(namespace, name("package"), owner, store);
    }

    public Pack pack(String namespace, String name, long owner, long store) {
        run(() -> packages.create(namespaces.named(namespace).orElseThrow().id(), name, AT));
        return new Pack(tx(() -> packages.named(namespace, name).orElseThrow().id()), namespace, name, owner, store);
    }

    /** Makes a version of any content the newest; answers the id of the log's line. */
    public long commit(Pack pack) {
        return commit(pack, tx(log::reserveId), fresh());
    }

    /** Makes a version the newest under a reserved log id. */
    public long commit(Pack pack, long logId, Sha256 topHash) {
        run(() -> {
            long version = version(pack, topHash);
            log.append(logId, pack.id(), version, null, pack.owner(), "a message", AT);
            packages.moveHead(pack.id(), logId);
        });
        return logId;
    }

    /** A version whose root page is named like itself; in the running transaction. */
    public long version(Pack pack, Sha256 topHash) {
        pages.store(List.of(new PageRepository.StoredPage(topHash, 0, new byte[0])));
        return versions.addVersion(pack.id(), topHash, new byte[0], topHash, 1, SIZE, AT);
    }

    /** Stages under a reserved id that files begin and end; answers the id. */
    public long stage(Pack pack, List<Occurrence> begins, List<Occurrence> ends) {
        long logId = tx(log::reserveId);
        run(() -> presence.stageBegins(logId, pack.id(), begins));
        run(() -> presence.stageEnds(logId, pack.id(), ends));
        return logId;
    }

    /** A version in which files begin and end. */
    public long publish(Pack pack, List<Occurrence> begins, List<Occurrence> ends) {
        return commit(pack, stage(pack, begins, ends), fresh());
    }

    /** Hides the version that a line of the log made. */
    public void delete(long logId) {
        run(() -> database.update(
                "update version set deleted_at = now() where id = (select version_id from push_log where id = ?)",
                p -> p.add(logId)));
    }

    public static Occurrence at(String path, Sha256 sha256) {
        return new Occurrence(sha256, path, false);
    }

    public static List<Occurrence> all(Occurrence... occurrences) {
        return Arrays.asList(occurrences);
    }

    /** Gives a fragment of {@link #SIZE} bytes a location; answers its id. */
    public @Nullable Long locate(long store, Sha256 sha256) {
        return tx(() -> {
            locations.intern(List.of(sha256));
            return locations
                    .addIfNew(store, sha256, SIZE, name("key"), null, AT)
                    .orElse(null);
        });
    }

    public long push(Pack pack, long account) {
        return push(pack, account, UUID.randomUUID());
    }

    public long push(Pack pack, long account, UUID id) {
        run(() -> pushes.open(
                new PushRepository.NewPush(
                        id, pack.id(), account, "pages", fresh(), fresh(), new byte[0], false, null, null, "latest"),
                AT));
        return tx(() -> pushes.find(pack.id(), account, id).orElseThrow().id());
    }

    /** Notes that a push names a fragment. */
    public void names(long push, Sha256 sha256, String state) {
        run(() -> content.addFragments(push, List.of(new FragmentRow(sha256, SIZE, state))));
    }

    /** A verified upload of a push: where the bytes were new they now have a location. */
    public UploadRow upload(long push, long store, Sha256 sha256) {
        UploadRow row = new UploadRow(
                UUID.randomUUID(), push, sha256, SIZE, store, name("key"), null, null, "open", AT.plusSeconds(300));
        names(push, sha256, "wanted");
        run(() -> uploads.add(List.of(row)));
        run(() -> {
            locations.intern(List.of(sha256));
            Long location =
                    locations.addIfNew(store, sha256, SIZE, row.key(), null, AT).orElse(null);
            uploads.settle(row.id(), location == null ? "surplus" : "verified", location);
            content.uploaded(push, List.of(sha256));
        });
        return row;
    }
}
