package dev.bale.manifest;

/** What an entry carries of its metadata. */
public sealed interface Meta {
    /** No metadata. */
    Meta NONE = new None();

    /** No metadata; there is one, {@link Meta#NONE}. */
    record None() implements Meta {}

    /**
     * The object itself.
     *
     * @param json canonical, at most {@link Limits#INLINE_META_BYTES}
     */
    record Inline(String json) implements Meta {
        /** {@link InvalidManifest} unless the text is canonical and small enough. */
        public Inline {
            CanonicalJson.check(json, Limits.INLINE_META_BYTES);
        }
    }

    /** The hash of a {@link MetadataObject} that is too large to stand in the entry. */
    record Stored(Sha256 sha256) implements Meta {}
}
