package dev.bale.registry.api.access;

import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The entries of a package that somebody may read: all, or those at and below some paths.
 *
 * @param whole whether all
 * @param paths else these, in order, none below another
 */
public record View(boolean whole, List<EntryPath> paths) {
    /** All entries. */
    public static final View WHOLE = new View(true, List.of());

    /** Copies. */
    public View {
        paths = List.copyOf(paths);
    }

    /** What lies at or below one of these paths. */
    public static View of(Collection<EntryPath> paths) {
        List<EntryPath> least = new ArrayList<>();
        for (EntryPath path : paths.stream().sorted().toList()) {
            if (least.stream().noneMatch(above -> isWithin(path, above))) {
                least.add(path);
            }
        }
        return new View(false, least);
    }

    /** Whether it has the entry of that path, if there is one. */
    public boolean covers(EntryPath path) {
        return whole || paths.stream().anyMatch(above -> isWithin(path, above));
    }

    /** The part of it at and below a path. */
    public View below(EntryPath prefix) {
        if (covers(prefix)) {
            return new View(false, List.of(prefix));
        }
        return new View(
                false, paths.stream().filter(path -> isWithin(path, prefix)).toList());
    }

    /** Names this view, so that a client that counted in one does not go on in another. */
    public String id() {
        String text = paths.stream().map(EntryPath::toString).collect(Collectors.joining("\n"));
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    private static boolean isWithin(EntryPath path, EntryPath above) {
        return path.equals(above) || path.toString().startsWith(above + "/");
    }
}
