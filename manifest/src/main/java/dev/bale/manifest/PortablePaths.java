package dev.bale.manifest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds paths that not every computer can hold, in paths that are fed in path order. Remembers the names in the folders
 * that are open, so memory grows with the widest of them, not with the version. Only a help for people: which letters are
 * one but for case depends on the Unicode version of the runtime.
 */
public final class PortablePaths {
    private static final Pattern DEVICE = Pattern.compile("(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\\..*)?");
    private static final String REFUSED = "<>:\"|?*";

    /** The open folders, innermost first. */
    private final Deque<Folder> open = new ArrayDeque<>();

    private record Folder(@Nullable EntryPath path, Map<String, String> names) {
        private boolean holds(EntryPath below) {
            return path == null || below.startsWithFolder(path);
        }
    }

    /** Starts with the first path of a version. */
    public PortablePaths() {
        open.push(new Folder(null, new HashMap<>()));
    }

    /** What is wrong with this path; each component is judged once, when it first comes. */
    public List<PathWarning> check(EntryPath path) {
        while (!open.getFirst().holds(path)) {
            open.pop();
        }
        List<PathWarning> warnings = new ArrayList<>();
        EntryPath folder = open.getFirst().path();
        while (folder == null || !folder.equals(path)) {
            EntryPath step = path.upToSlash(folder == null ? 0 : folder.length() + 1);
            judge(step, warnings);
            folder = step;
            if (!step.equals(path)) {
                open.push(new Folder(step, new HashMap<>()));
            }
        }
        return warnings;
    }

    private void judge(EntryPath path, List<PathWarning> warnings) {
        String name = path.name();
        if (DEVICE.matcher(name).matches()) {
            warn(warnings, path, PathWarning.Kind.RESERVED_NAME, "is a device name on Windows");
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            warn(
                    warnings,
                    path,
                    PathWarning.Kind.TRAILING_DOT_OR_SPACE,
                    "ends with a dot or space, which Windows drops");
        }
        if (name.chars().anyMatch(c -> REFUSED.indexOf(c) >= 0)) {
            warn(warnings, path, PathWarning.Kind.RESERVED_CHARACTER, "holds one of " + REFUSED);
        }
        if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT)) {
            warn(warnings, path, PathWarning.Kind.HIDDEN_CHARACTER, "holds an invisible character");
        }
        String other = open.getFirst().names().putIfAbsent(fold(name), name);
        if (other != null) {
            warn(warnings, path, PathWarning.Kind.CASE_COLLISION, "differs from \"" + other + "\" only by case");
        }
    }

    private static void warn(List<PathWarning> warnings, EntryPath path, PathWarning.Kind kind, String what) {
        warnings.add(new PathWarning(path, kind, "\"" + path + "\" " + what));
    }

    private static String fold(String name) {
        return EntryPath.normalise(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }
}
