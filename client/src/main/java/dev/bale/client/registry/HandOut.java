package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Presigned GETs in their compact form, all dying together. */
public record HandOut(String event, Instant expiresAt, String base, String query, List<Item> items) {
    /**
     * One fragment of one entry.
     *
     * @param fragment index in the entry's list
     * @param query only where it differs from the common one
     */
    public record Item(
            long ordinal,
            int fragment,
            Sha256 sha256,
            long size,
            String key,
            @Nullable String query,
            String signature) {
        /** Without the signature, which is a secret. */
        @Override
        public String toString() {
            return "Item[" + ordinal + "." + fragment + " " + sha256 + "]";
        }
    }

    /** The URL of an item. */
    public String url(Item item) {
        return base + "/" + item.key() + "?" + (item.query() == null ? query : item.query()) + "&X-Amz-Signature="
                + item.signature();
    }

    /** Without URLs, which are secrets. */
    @Override
    public String toString() {
        return "HandOut[" + event + ", " + items.size() + " items]";
    }
}
