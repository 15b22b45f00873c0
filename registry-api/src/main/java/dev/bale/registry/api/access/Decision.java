package dev.bale.registry.api.access;

import dev.bale.registry.db.access.AppliedGrant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Policy} says.
 *
 * @param allowed whether it may be done, to what {@code view} has
 * @param grant the grant that allows it, the widest where there are several; null where the registry role does
 * @param all every grant that allows it, at least in part
 */
public record Decision(boolean allowed, View view, @Nullable AppliedGrant grant, List<AppliedGrant> all) {
    private static final int NAMED = 50;
    private static final View NOTHING = new View(false, List.of());

    /** Nothing allows it. */
    public static final Decision NO = new Decision(false, NOTHING, null, List.of());

    /** The registry role allows it, and no grant does. */
    static final Decision BY_ADMIN = new Decision(true, View.WHOLE, null, List.of());

    /**
     * The grant for the audit trail; where none is for the whole, every grant of a path, up to a bound. An administrator's access without any grant is
     * marked as such.
     */
    public String note() {
        if (grant == null) {
            return allowed ? "registry-admin" : "none";
        }
        if (grant.path() != null) {
            String paths = all.stream()
                    .map(AppliedGrant::id)
                    .sorted()
                    .limit(NAMED)
                    .map(id -> "grant:" + id)
                    .collect(Collectors.joining(","));
            return all.size() > NAMED ? paths + ",more:" + (all.size() - NAMED) : paths;
        }
        return "grant:" + grant.id();
    }
}
