package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.REFERENCE;

import java.util.regex.Pattern;

/** Which version of a package a reference means. */
public sealed interface Selector {
    /** Nothing said: what {@link Tag#LATEST} names. */
    Selector NEWEST = new Newest();

    /** Nothing said; there is one, {@link Selector#NEWEST}. */
    record Newest() implements Selector {
        @Override
        public String toString() {
            return "";
        }
    }

    /** The version that the tag names now. */
    record ByTag(Tag tag) implements Selector {
        @Override
        public String toString() {
            return ":" + tag;
        }
    }

    /** The version that the release names for ever. */
    record ByRelease(Release release) implements Selector {
        @Override
        public String toString() {
            return ":" + release;
        }
    }

    /**
     * The version whose top hash begins like this, if there is one only.
     *
     * @param hex {@link Limits#HASH_PREFIX_DIGITS} to 64 lower-case digits
     */
    record ByHash(String hex) implements Selector {
        private static final Pattern GRAMMAR =
                Pattern.compile("[0-9a-f]{" + Limits.HASH_PREFIX_DIGITS + "," + 2 * Sha256.BYTES + "}");

        /** {@link InvalidManifest} for anything else. */
        public ByHash {
            if (!GRAMMAR.matcher(hex).matches()) {
                throw new InvalidManifest(
                        REFERENCE,
                        "a hash prefix has " + Limits.HASH_PREFIX_DIGITS + " to 64 lower-case hexadecimal digits");
            }
        }

        /** Whether this is a whole top hash. */
        public boolean isWhole() {
            return hex.length() == 2 * Sha256.BYTES;
        }

        @Override
        public String toString() {
            return "@" + hex;
        }
    }

    /** A release where the text is one, otherwise a tag. */
    static Selector named(String text) {
        return Release.isRelease(text) ? new ByRelease(new Release(text)) : new ByTag(new Tag(text));
    }
}
