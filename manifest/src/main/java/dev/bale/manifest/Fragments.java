package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.FRAGMENTS;

import java.util.List;

/** How the bytes of an entry are stored. */
public sealed interface Fragments {
    /** One fragment, whose hash and size are those of the entry. */
    Fragments SINGLE = new Single();

    /** One fragment; there is one, {@link Fragments#SINGLE}. */
    record Single() implements Fragments {}

    /**
     * The fragments in the order of their bytes.
     *
     * @param fragments 2 to {@link Limits#LISTED_FRAGMENTS}
     */
    record Listed(List<FragmentRef> fragments) implements Fragments {
        /** {@link InvalidManifest} for another count. */
        public Listed {
            fragments = List.copyOf(fragments);
            if (fragments.size() < 2 || fragments.size() > Limits.LISTED_FRAGMENTS) {
                throw new InvalidManifest(FRAGMENTS, "an entry lists 2 to " + Limits.LISTED_FRAGMENTS + " fragments");
            }
        }
    }

    /**
     * A fragment list of its own, in pages as the entries of a version.
     *
     * @param root the name of its root page
     * @param count fragments, more than {@link Limits#LISTED_FRAGMENTS}
     */
    record Paged(Sha256 root, long count) implements Fragments {
        /** {@link InvalidManifest} for a count that would be listed, or above the limit. */
        public Paged {
            if (count <= Limits.LISTED_FRAGMENTS || count > Limits.ENTRIES) {
                throw new InvalidManifest(
                        FRAGMENTS,
                        "a fragment list has " + (Limits.LISTED_FRAGMENTS + 1) + " to " + Limits.ENTRIES
                                + " fragments");
            }
        }
    }
}
