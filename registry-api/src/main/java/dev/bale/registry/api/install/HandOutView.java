package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compact form of a hand-out: the common part of all URLs once, then what differs. Holds secrets: never logged. */
public record HandOutView(String event, Instant expiresAt, String base, String query, List<Item> items) {

    static HandOutView of(HandOut.Handed handed) {
        return new HandOutView(
                Long.toString(handed.event()),
                handed.expiresAt(),
                handed.base(),
                handed.query(),
                handed.items().stream().map(Item::of).toList());
    }

    /** What differs for one fragment; {@code query} only where it is not the common one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            long ordinal,
            long fragment,
            String sha256,
            long size,
            String key,
            @Nullable String query,
            String signature) {
        static Item of(HandOut.Item item) {
            return new Item(
                    item.ordinal(),
                    item.fragment(),
                    item.ref().sha256().toString(),
                    item.ref().size(),
                    item.signed().key(),
                    item.signed().query().orElse(null),
                    item.signed().signature());
        }
    }

    /** The plain form: one line a fragment, with its whole URL. */
    public record Line(
            long ordinal, long fragment, String path, String sha256, long size, String url, Instant expiresAt) {
        static Line of(HandOut.Handed handed, HandOut.Item item) {
            return new Line(
                    item.ordinal(),
                    item.fragment(),
                    item.path().toString(),
                    item.ref().sha256().toString(),
                    item.ref().size(),
                    GetFile.url(handed, item),
                    handed.expiresAt());
        }
    }

    @Override
    public String toString() {
        return "HandOutView[event=" + event + ", items=" + items.size() + "]";
    }
}
