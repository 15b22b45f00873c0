package dev.bale.registry.api.trace;

import dev.bale.registry.db.audit.HandedRepository.WantedOrdinals;
import dev.bale.registry.db.audit.HandedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Entries of one version that are asked for; all of them where {@code some} is null. */
record Ordinals(@Nullable RoaringBitmap some) {
    static final Ordinals ALL = new Ordinals(null);

    /** A bitmap as events have it. */
    static RoaringBitmap parse(byte[] serialised) {
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(serialised));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bitmap;
    }

    WantedOrdinals in(long versionId) {
        return some == null
                ? new WantedOrdinals(versionId, 0, HandedRow.ALL)
                : new WantedOrdinals(versionId, some.first(), some.last());
    }

    /** Whether the row has one of them. */
    boolean meet(HandedRow row) {
        byte[] handed = row.ordinals();
        return some == null || handed == null || RoaringBitmap.intersects(some, parse(handed));
    }
}
