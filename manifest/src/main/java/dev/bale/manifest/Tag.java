package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.REFERENCE;

import java.util.regex.Pattern;

/**
 * A movable name for a version: 1 to {@link Limits#TAG_CHARACTERS} letters, digits, {@code .}, {@code _} and {@code -},
 * the first a letter, digit or {@code _}; never a semantic version, which would be a {@link Release}.
 */
public record Tag(String text) implements Comparable<Tag> {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*+");

    /** The tag that moves at each push. */
    public static final Tag LATEST = new Tag("latest");

    /** {@link InvalidManifest} for text that breaks the grammar or is a release. */
    public Tag {
        if (text.length() > Limits.TAG_CHARACTERS || !GRAMMAR.matcher(text).matches()) {
            throw new InvalidManifest(
                    REFERENCE,
                    "a tag has 1 to " + Limits.TAG_CHARACTERS
                            + " letters, digits, . _ or -, and does not begin with . or -");
        }
        if (Release.isRelease(text)) {
            throw new InvalidManifest(REFERENCE, "\"" + text + "\" is a release, so it cannot be a tag");
        }
    }

    @Override
    public int compareTo(Tag other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
