package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compact form of a hand-out: the common part of all URLs once, then what differs. {@code elsewhere} has the URLs of other stores,
 * {@code missing} what no store has, {@code withdrawn} what is not handed out any more. Holds secrets: never logged.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HandOutView(
        String event,
        Instant expiresAt,
        String base,
        String query,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Item> items,
        List<Group> elsewhere,
        List<Missing> missing,
        List<Withdrawn> withdrawn) {

    static HandOutView of(HandOut.Handed handed) {
        Map<HandOut.Origin, List<Item>> byOrigin = new LinkedHashMap<>();
        byOrigin.put(handed.own(), new ArrayList<>());
        handed.items()
                .forEach(item -> byOrigin.computeIfAbsent(item.origin(), origin -> new ArrayList<>())
                        .add(Item.of(item)));
        List<Item> own = byOrigin.remove(handed.own());
        return new HandOutView(
                Long.toString(handed.event()),
                handed.expiresAt(),
                handed.own().base(),
                handed.own().query(),
                own == null ? List.of() : own,
                byOrigin.entrySet().stream().map(Group::of).toList(),
                handed.gone().stream().map(Missing::of).toList(),
                handed.withdrawn().stream().map(Withdrawn::of).toList());
    }

    /** Items of another store than the namespace's own. */
    public record Group(String base, String query, List<Item> items) {
        static Group of(Map.Entry<HandOut.Origin, List<Item>> group) {
            return new Group(group.getKey().base(), group.getKey().query(), group.getValue());
        }

        @Override
        public String toString() {
            return "Group[items=" + items.size() + "]";
        }
    }

    /** An entry whose bytes lay in place and are gone. */
    public record Missing(long ordinal, String path, String detail) {
        static Missing of(HandOut.Gone gone) {
            return new Missing(gone.ordinal(), gone.path().toString(), HandOutView.goneDetail(gone));
        }
    }

    /** An entry that was withdrawn, and why. */
    public record Withdrawn(long ordinal, String path, String reason, String ticket) {
        static Withdrawn of(FindWithdrawn.Withdrawn one) {
            return new Withdrawn(
                    one.ordinal(),
                    one.path().toString(),
                    one.why().reason(),
                    one.why().ticket());
        }
    }

    static String goneDetail(HandOut.Gone gone) {
        return gone.path()
                + " lies in place, outside the registry's own stores, and is missing there or no longer allowed."
                + " Ask the package's owner to bring the object back or to publish the file again.";
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

        @Override
        public String toString() {
            return "Item[" + ordinal + "." + fragment + " " + sha256 + "]";
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
                    GetFile.url(item),
                    handed.expiresAt());
        }

        @Override
        public String toString() {
            return "Line[" + ordinal + "." + fragment + " " + sha256 + "]";
        }
    }

    @Override
    public String toString() {
        return "HandOutView[event=" + event + ", items=" + items.size() + "]";
    }
}
