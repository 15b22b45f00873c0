package dev.bale.registry.api.trace;

import dev.bale.registry.db.audit.HandedRepository.WantedOrdinals;
import dev.bale.registry.db.audit.HandedRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Entries of one version that are asked for; all of them where {@code some} is null. */
public record Ordinals(@Nullable RoaringBitmap some) {
    private static final Logger LOG = Logger.getLogger(Ordinals.class);

    static final Ordinals ALL = new Ordinals(null);

    /** A bitmap as events have it; empty for bytes that are none, which only somebody with rights in the database can have written. */
    public static Optional<RoaringBitmap> parse(byte[] serialised) {
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(serialised));
            return Optional.of(bitmap);
        } catch (IOException | RuntimeException e) {
            LOG.errorf(
                    "an event of a hand-out has a bitmap that cannot be read, all entries are assumed bytes=%d",
                    serialised.length);
            return Optional.empty();
        }
    }

    WantedOrdinals in(long versionId) {
        return some == null
                ? new WantedOrdinals(versionId, 0, HandedRow.ALL)
                : new WantedOrdinals(versionId, some.first(), some.last());
    }

    /** Whether the row has one of them. */
    boolean meet(HandedRow row) {
        byte[] handed = row.ordinals();
        return some == null || handed == null || meet(handed);
    }

    /** Whether an event has one of them: among all of the version, among what it handed out, or among what the client had already. */
    public boolean meet(boolean all, byte @Nullable [] handed, byte @Nullable [] cached) {
        return all || (handed != null && meet(handed)) || (cached != null && meet(cached));
    }

    private boolean meet(byte[] bitmap) {
        return some == null
                || parse(bitmap)
                        .map(handed -> RoaringBitmap.intersects(some, handed))
                        .orElse(true);
    }
}
