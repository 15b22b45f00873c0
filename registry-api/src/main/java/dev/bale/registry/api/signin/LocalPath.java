package dev.bale.registry.api.signin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go after a sign-in: an address within this registry and nowhere else. */
final class LocalPath {
    /** Where to go when nothing (legal) was asked. */
    static final String HOME = "/sign-in";

    private static final int LONGEST = 1_000;
    /** Begins with one slash; no second one, no backslash that browsers take for one, no control character that they leave out. */
    private static final Pattern LOCAL = Pattern.compile("/(?!/)(?:[\\w\\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*");

    private LocalPath() {}

    /** The path, or {@link #HOME} where it is none of ours. */
    static String of(@Nullable String asked) {
        return asked != null
                        && asked.length() <= LONGEST
                        && LOCAL.matcher(asked).matches()
                ? asked
                : HOME;
    }
}
