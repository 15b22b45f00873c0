package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Presigned GETs in their compact form, all dying together.
 *
 * @param elsewhere those of other stores than the namespace's own; may be absent
 * @param missing entries whose bytes lay outside the registry's stores and are gone; may be absent
 * @param withdrawn entries that were withdrawn; may be absent
 */
public record HandOut(
        String event,
        Instant expiresAt,
        String base,
        String query,
        List<Item> items,
        @Nullable List<Group> elsewhere,
        @Nullable List<Missing> missing,
        @Nullable List<Withdrawn> withdrawn) {

    /** Items of one other store. */
    public record Group(String base, String query, List<Item> items) {
        /** The URL of an item of this group. */
        public String url(Item item) {
            return HandOut.url(base, query, item);
        }

        /** Without URLs, which are secrets. */
        @Override
        public String toString() {
            return "Group[" + items.size() + " items]";
        }
    }

    /**
     * An entry that cannot be handed out.
     *
     * @param detail for people: what is wrong and what to do
     */
    public record Missing(long ordinal, String path, String detail) {}

    /** An entry that was withdrawn, and why. */
    public record Withdrawn(long ordinal, String path, String reason, String ticket) {}

    /** All items by store: the namespace's own first. */
    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(base, query, items));
        if (elsewhere != null) {
            groups.addAll(elsewhere);
        }
        return groups;
    }

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

    private static String url(String base, String query, Item item) {
        return base + "/" + item.key() + "?" + (item.query() == null ? query : item.query()) + "&X-Amz-Signature="
                + item.signature();
    }

    /** Without URLs, which are secrets. */
    @Override
    public String toString() {
        return "HandOut[" + event + ", " + items.size() + " items]";
    }
}
