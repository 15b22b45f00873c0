package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.REFERENCE;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code namespace/name[:tag | :release | @hash-prefix][//path]}: a package, perhaps which of its versions, perhaps
 * which file or folder.
 *
 * @param folder the path of a file or folder; null for the whole version
 */
public record Reference(
        PackageName packageName,
        Selector selector,
        @Nullable EntryPath folder) {
    /** A reference from its text, of at most {@link Limits#REFERENCE_CHARACTERS}; {@link InvalidManifest} otherwise. */
    public static Reference parse(String text) {
        if (text.length() > Limits.REFERENCE_CHARACTERS) {
            throw new InvalidManifest(
                    REFERENCE, "a reference has at most " + Limits.REFERENCE_CHARACTERS + " characters");
        }
        int slashes = text.indexOf("//");
        String version = slashes < 0 ? text : text.substring(0, slashes);
        EntryPath folder = slashes < 0 ? null : EntryPath.of(text.substring(slashes + 2));
        int sign = 0;
        while (sign < version.length() && version.charAt(sign) != ':' && version.charAt(sign) != '@') {
            sign++;
        }
        return new Reference(PackageName.parse(version.substring(0, sign)), selector(version.substring(sign)), folder);
    }

    private static Selector selector(String text) {
        if (text.isEmpty()) {
            return Selector.NEWEST;
        }
        String value = text.substring(1);
        if (text.charAt(0) == ':') {
            return Selector.named(value);
        }
        return new Selector.ByHash(value.startsWith("sha256:") ? value.substring("sha256:".length()) : value);
    }

    /** The path of a file or folder, if the reference has one. */
    public Optional<EntryPath> path() {
        return Optional.ofNullable(folder);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return packageName + selector.toString() + (folder == null ? "" : "//" + folder);
    }
}
