package dev.bale.registry.api.teams;

import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.QuotaRepository;
import dev.bale.registry.db.packages.QuotaRepository.Growth;
import dev.bale.registry.db.packages.QuotaRepository.Limits;
import dev.bale.registry.db.packages.QuotaRepository.Use;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps namespaces within their quotas. What a push wants to upload is reserved while it is open, so that it is refused before bytes move;
 * pushes that are answered at the same moment do not see each other and may go beyond by what they have open.
 */
@ApplicationScoped
public class Quotas {
    private static final Use NOTHING = new Use(0, 0, 0);

    private final QuotaRepository quotas;
    private final QuotasConfig config;

    Quotas(QuotaRepository quotas, QuotasConfig config) {
        this.quotas = quotas;
        this.config = config;
    }

    /** What the namespace may hold: its own quota, else what the configuration says. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Limits limits(long namespaceId) {
        return quotas.limits(namespaceId)
                .orElseGet(() -> new Limits(
                        config.defaultBytes().map(MemorySize::asLongValue).orElse(null),
                        config.defaultMetadataBytes()
                                .map(MemorySize::asLongValue)
                                .orElse(null),
                        config.defaultPackages().isPresent()
                                ? (Long) config.defaultPackages().getAsLong()
                                : null));
    }

    /** @throws Conflict when the namespace has no room for another package */
    @Transactional(Transactional.TxType.MANDATORY)
    public void checkPackage(long namespaceId, String namespace) {
        Limits limits = limits(namespaceId);
        if (limits.packages() != null) {
            new Asked(namespace, "packages", 1)
                    .within(limits.packages(), quotas.use(namespaceId).packages(), 0);
        }
    }

    /**
     * Reserves what a push is to upload or sent, and checks it.
     *
     * @throws Conflict when there is no room for it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void reserve(PackageRow inPackage, long push, long bytes, long metadataBytes) {
        if (bytes == 0 && metadataBytes == 0) {
            return;
        }
        Use reserved = quotas.reserve(push, bytes, metadataBytes);
        // Where a namespace publishes in place, what it wants to upload is known only when it asks for the URLs.
        boolean upload = bytes > 0 && !quotas.publishesInPlace(inPackage.namespaceId());
        check(
                inPackage,
                push,
                new Use(upload ? reserved.bytes() : 0, metadataBytes > 0 ? reserved.metadataBytes() : 0, 0));
    }

    /** Gives back what a push need not upload after all; negative, takes it again. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(long push, long bytes) {
        quotas.reserve(push, -bytes, 0);
    }

    /**
     * Checks what a push has reserved, before it is let upload.
     *
     * @throws Conflict when there is no room for it
     */
    @Transactional
    public void checkUploads(PackageRow inPackage, long push) {
        if (limits(inPackage.namespaceId()).bytes() != null) {
            check(inPackage, push, new Use(quotas.reserved(push), 0, 0));
        }
    }

    private void check(PackageRow inPackage, long push, Use asked) {
        Limits limits = limits(inPackage.namespaceId());
        boolean bytes = limits.bytes() != null && asked.bytes() > 0;
        boolean metadata = limits.metadataBytes() != null && asked.metadataBytes() > 0;
        if (!bytes && !metadata) {
            return;
        }
        Use use = quotas.use(inPackage.namespaceId());
        Use others = quotas.reservedByOthers(inPackage.namespaceId(), push);
        if (bytes) {
            new Asked(inPackage.namespace(), "bytes", asked.bytes())
                    .within(limits.bytes(), use.bytes(), others.bytes());
        }
        if (metadata) {
            new Asked(inPackage.namespace(), "metadata bytes", asked.metadataBytes())
                    .within(limits.metadataBytes(), use.metadataBytes(), others.metadataBytes());
        }
    }

    /**
     * Notes in the commit's transaction what a push adds, having checked it once more.
     *
     * @throws Conflict when there is no room for it by now
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void commit(PackageRow inPackage, long push) {
        long namespace = inPackage.namespaceId();
        Growth growth = quotas.growth(push, namespace);
        Use more = new Use(growth.bytes(), growth.metadataBytes(), inPackage.headLogId() == null ? 1 : 0);
        if (more.equals(NOTHING)) {
            return;
        }
        Limits limits = limits(namespace);
        if (limits.bytes() != null || limits.metadataBytes() != null || limits.packages() != null) {
            Use use = quotas.use(namespace);
            new Asked(inPackage.namespace(), "bytes", more.bytes()).within(limits.bytes(), use.bytes(), 0);
            new Asked(inPackage.namespace(), "metadata bytes", more.metadataBytes())
                    .within(limits.metadataBytes(), use.metadataBytes(), 0);
            new Asked(inPackage.namespace(), "packages", more.packages()).within(limits.packages(), use.packages(), 0);
        }
        quotas.add(namespace, more, growth.uncertain() && more.bytes() > 0);
    }

    /**
     * Notes that a package went from one namespace to another; its bytes are counted soon.
     *
     * @throws Conflict when there is no room for another package
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void moved(long from, long to, String target) {
        checkPackage(to, target);
        quotas.add(from, new Use(0, 0, -1), true);
        quotas.add(to, new Use(0, 0, 1), true);
    }

    /** So much more of something. */
    private record Asked(String namespace, String unit, long more) {
        void within(@Nullable Long quota, long use, long reserved) {
            if (quota != null && more > 0 && use + reserved + more > quota) {
                throw Conflict.quotaExceeded(
                        ("The quota of the namespace %s is %,d %s: it holds %,d, other open pushes have"
                                        + " reserved %,d, and this asks for %,d more. Ask an administrator of the registry for a"
                                        + " larger quota, or an owner of the namespace to make room.")
                                .formatted(namespace, quota, unit, use, reserved, more));
            }
        }
    }
}
