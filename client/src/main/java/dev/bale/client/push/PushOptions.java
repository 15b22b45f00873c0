package dev.bale.client.push;

import dev.bale.client.registry.PushRequest.Base;
import dev.bale.manifest.MetadataObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to push.
 *
 * @param tag to move besides {@code latest}
 * @param expectedParent a top hash, {@code none}, or null to follow whatever is newest
 * @param bases versions of other packages whose pages may be reused
 * @param meta of the version
 * @param entryMeta a file with the metadata of entries, NDJSON of {@code {"path":…,"meta":{…}}}, or null
 * @param forgetEntryMeta do not keep the metadata that entries have in the version before
 * @param skipUnreadable push the rest when files cannot be read
 * @param transfers uploads at a time
 */
public record PushOptions(
        @Nullable String message,
        @Nullable String tag,
        @Nullable String expectedParent,
        List<Base> bases,
        @Nullable MetadataObject meta,
        @Nullable Path entryMeta,
        boolean forgetEntryMeta,
        boolean skipUnreadable,
        boolean dryRun,
        int transfers) {
    /** Uploads at a time, unless told otherwise. */
    public static final int TRANSFERS = 8;

    /** No wishes at all. */
    public static final PushOptions DEFAULT =
            new PushOptions(null, null, null, List.of(), null, null, false, false, false, TRANSFERS);

    /** Copies the list; at least one transfer. */
    public PushOptions {
        bases = List.copyOf(bases);
        if (transfers < 1 || transfers > 256) {
            throw new IllegalArgumentException("transfers are 1 to 256 at a time");
        }
    }
}
