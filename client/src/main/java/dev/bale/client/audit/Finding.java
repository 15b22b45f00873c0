package dev.bale.client.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was sealed.
 *
 * @param leaf the place in the tree it is about
 * @param event the event it is about
 */
public record Finding(
        Kind kind, @Nullable Long leaf, @Nullable Long event, String message) {
    /** What was done, as far as it can be told. */
    public enum Kind {
        /** An event or its leaf is not what was sealed. */
        EDITED,
        /** An event or leaf is gone. */
        MISSING,
        /** Events stand in another order than they were sealed in. */
        REORDERED,
        /** An event or leaf that no head is over, or that came long after its time. */
        INVENTED,
        /** Personal fields are gone or changed without an erasure. */
        PERSONAL,
        /** A head is gone, changed, or signed by somebody else. */
        HEAD,
        /** The history is another one than a saved head was signed over. */
        HISTORY,
        /** Less is there than a saved head was signed over. */
        CUT,
        /** The file breaks off or is no export. */
        FILE
    }
}
