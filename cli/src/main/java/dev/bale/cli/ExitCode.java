package dev.bale.cli;

import dev.bale.client.ClientException.Kind;
import java.util.Locale;

/** What a finished command tells the shell. The numbers are part of the interface and never change. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_FOUND = 3;
    static final int DENIED = 4;
    static final int CONFLICT = 5;
    static final int VERIFICATION = 6;
    static final int UNAVAILABLE = 7;
    static final int IN_THE_WAY = 8;
    static final int FILE_CHANGED = 9;
    static final int LOCAL_DISK = 10;
    static final int WITHDRAWN = 11;
    static final int WITHOUT_WITHDRAWN = 12;

    private ExitCode() {}

    static int of(Kind kind) {
        return switch (kind) {
            case FAILED -> FAILED;
            case INVALID -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case DENIED -> DENIED;
            case CONFLICT -> CONFLICT;
            case VERIFICATION -> VERIFICATION;
            case UNAVAILABLE -> UNAVAILABLE;
            case IN_THE_WAY -> IN_THE_WAY;
            case FILE_CHANGED -> FILE_CHANGED;
            case LOCAL_DISK -> LOCAL_DISK;
            case WITHDRAWN -> WITHDRAWN;
        };
    }

    /** The kind as it stands in JSON. */
    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
