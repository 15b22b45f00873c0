package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.REFERENCE;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code namespace/name}. Each part has 1 to 64 lower-case letters and digits, with single {@code .}, {@code _} or
 * {@code -} inside, and is no device name of Windows.
 */
public record PackageName(String namespace, String name) implements Comparable<PackageName> {
    private static final Pattern PART = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*+");
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");
    private static final Pattern NUMBERED_DEVICE = Pattern.compile("(?:com|lpt)[0-9]");

    /** Words that mean something else where a namespace may stand. */
    private static final Set<String> RESERVED = Set.of(
            "account",
            "accounts",
            "admin",
            "api",
            "assets",
            "auth",
            "bale",
            "docs",
            "everyone",
            "health",
            "login",
            "logout",
            "metrics",
            "packages",
            "problems",
            "public",
            "search",
            "settings",
            "static",
            "system",
            "trace",
            "v1");

    /** {@link InvalidManifest} for parts that break the grammar or are reserved. */
    public PackageName {
        checkPart("namespace", namespace);
        checkPart("package name", name);
        if (RESERVED.contains(namespace)) {
            throw new InvalidManifest(REFERENCE, "the namespace \"" + namespace + "\" is reserved");
        }
    }

    /** A name from {@code namespace/name}. */
    public static PackageName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidManifest(REFERENCE, "a package is written namespace/name");
        }
        return new PackageName(text.substring(0, slash), text.substring(slash + 1));
    }

    private static void checkPart(String what, String part) {
        if (part.length() > Limits.NAME_CHARACTERS || !PART.matcher(part).matches()) {
            throw new InvalidManifest(
                    REFERENCE,
                    "a " + what + " has 1 to " + Limits.NAME_CHARACTERS
                            + " lower-case letters and digits, with single . _ or - between them");
        }
        int dot = part.indexOf('.');
        String stem = dot < 0 ? part : part.substring(0, dot);
        if (DEVICES.contains(stem) || NUMBERED_DEVICE.matcher(stem).matches()) {
            throw new InvalidManifest(REFERENCE, "the " + what + " \"" + part + "\" is a device name on Windows");
        }
    }

    @Override
    public int compareTo(PackageName other) {
        int order = namespace.compareTo(other.namespace);
        return order == 0 ? name.compareTo(other.name) : order;
    }

    /** {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
