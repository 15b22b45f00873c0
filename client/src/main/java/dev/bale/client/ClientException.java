package dev.bale.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something the person at the keyboard must know: the message says what is wrong, where, and what to do next. Never
 * holds a token or a signed URL.
 */
public class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failure that scripts tell apart; the command line has an exit code for each. */
    public enum Kind {
        /** None of the others. */
        FAILED,
        /** The request itself makes no sense: a bad reference, a folder that is none. */
        INVALID,
        /** Unknown, or invisible to this account. */
        NOT_FOUND,
        /** Not signed in, or not allowed. */
        DENIED,
        /** Somebody else was faster. */
        CONFLICT,
        /** Bytes are not what their name says. */
        VERIFICATION,
        /** The registry or a storage does not answer. */
        UNAVAILABLE,
        /** Files in the target folder stand in the way. */
        IN_THE_WAY,
        /** A file changed while it was read, or cannot be read. */
        FILE_CHANGED,
        /** No space left, or no right to write. */
        LOCAL_DISK,
        /** Withdrawn: the registry hands it out to nobody any more. */
        WITHDRAWN
    }

    private final Kind kind;
    private final transient List<String> paths;

    /** A failure with a cause; the message must stand alone. */
    public ClientException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, List.of(), cause);
    }

    /** A failure without a deeper cause. */
    public ClientException(Kind kind, String message) {
        this(kind, message, List.of(), null);
    }

    /** A failure about files or entries, listed by path. */
    public ClientException(Kind kind, String message, List<String> paths, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.paths = List.copyOf(paths);
    }

    /** The thread was told to stop; it stays interrupted. */
    public static ClientException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ClientException(Kind.FAILED, "Interrupted. Run the same command again to resume.", cause);
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** The paths it is about; possibly only the first hundred, the message has the count. */
    public List<String> paths() {
        return paths;
    }
}
