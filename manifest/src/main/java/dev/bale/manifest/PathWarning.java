package dev.bale.manifest;

/** Something about a path that some computers will not take. */
public record PathWarning(EntryPath path, Kind kind, String message) {
    /** What kind of trouble. */
    public enum Kind {
        /** A component is a device name on Windows, with or without an extension. */
        RESERVED_NAME,
        /** A component ends with a dot or a space, which Windows drops. */
        TRAILING_DOT_OR_SPACE,
        /** A component holds a character that Windows refuses. */
        RESERVED_CHARACTER,
        /** A component holds an invisible formatting character, which can make it look like another. */
        HIDDEN_CHARACTER,
        /** Another name in the same folder differs only by case. */
        CASE_COLLISION
    }
}
