package dev.bale.manifest;

/**
 * Something does not conform to {@code bale/1}. The {@link #code()} is stable and may be shown to programs; the message
 * is for people and says what is wrong and where.
 */
public final class InvalidManifest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Why something was refused. Names are stable: vectors and problem documents quote them. */
    public enum Code {
        /** Not the JSON, the key order or the characters that the format prescribes. */
        SYNTAX,
        /** A hash that is not {@code sha256:} and 64 lower-case hex digits. */
        HASH,
        /** A path that breaks one of the path rules. */
        PATH,
        /** A number, text, line, page or list beyond its limit. */
        LIMIT,
        /** A metadata object that is empty, too deep or not canonical. */
        META,
        /** Fragments that do not fit their file: count, sizes or sum. */
        FRAGMENTS,
        /** Items out of order, or twice the same path. */
        ORDER,
        /** One path is both a file and a folder. */
        FILE_AND_FOLDER,
        /** Bytes that do not hash to the name they were asked by. */
        NAME,
        /** A page of another level or kind than its parent says. */
        LEVEL,
        /** A page that ends where it must not, or goes on where it must end. */
        BOUNDARY,
        /** An index line's {@code last} is not the last path below it. */
        LAST,
        /** Entries or bytes do not add up to what the parent says. */
        SUM,
        /** A page without items, or a root that only wraps one page. */
        SHAPE,
        /** A line that was erased stands where its content is needed. */
        ERASED,
        /** A change removes a path that is not there, or two changes name the same path. */
        CHANGE,
        /** A package name, tag, release or reference that breaks its grammar. */
        REFERENCE,
        /** A file whose length is not what was declared when it was split. */
        FILE_LENGTH
    }

    /** A refusal with its stable code and a sentence for people. */
    public InvalidManifest(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** The stable reason. */
    public Code code() {
        return code;
    }
}
