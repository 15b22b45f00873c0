package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.REFERENCE;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A permanent name for a version: a semantic version 2.0.0 without build metadata (two releases that compare equal must
 * be equal), at most {@link Limits#TAG_CHARACTERS} characters. Ordered by precedence.
 */
public record Release(String text) implements Comparable<Release> {
    private static final String NUMBER = "(0|[1-9][0-9]*+)";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*+|[0-9]*+[A-Za-z-][0-9A-Za-z-]*+)";
    private static final Pattern GRAMMAR = Pattern.compile(
            NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*+))?");

    /** {@link InvalidManifest} for what is no semantic version. */
    public Release {
        if (!isRelease(text)) {
            throw new InvalidManifest(
                    REFERENCE, "a release is a semantic version such as 1.4.0 or 2.0.0-rc.1, without build metadata");
        }
    }

    /** Whether the text is a release; such text is never a tag. */
    public static boolean isRelease(String text) {
        return text.length() <= Limits.TAG_CHARACTERS && GRAMMAR.matcher(text).matches();
    }

    /** Whether this comes before the release of the same numbers. */
    public boolean isPreRelease() {
        return text.indexOf('-') >= 0;
    }

    @Override
    public int compareTo(Release other) {
        Matcher mine = match();
        Matcher theirs = other.match();
        for (int group = 1; group <= 3; group++) {
            int order = compareNumbers(mine.group(group), theirs.group(group));
            if (order != 0) {
                return order;
            }
        }
        if (mine.group(4) == null || theirs.group(4) == null) {
            return Boolean.compare(mine.group(4) == null, theirs.group(4) == null);
        }
        return comparePreRelease(identifiers(mine.group(4)), identifiers(theirs.group(4)));
    }

    private Matcher match() {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("checked when it was made: " + text);
        }
        return matcher;
    }

    private static List<String> identifiers(String preRelease) {
        return Arrays.asList(preRelease.split("\\.", -1));
    }

    private static int comparePreRelease(List<String> mine, List<String> theirs) {
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = compareIdentifiers(mine.get(i), theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.size(), theirs.size());
    }

    private static int compareIdentifiers(String mine, String theirs) {
        boolean mineIsNumber = isNumber(mine);
        boolean theirsIsNumber = isNumber(theirs);
        if (mineIsNumber && theirsIsNumber) {
            return compareNumbers(mine, theirs);
        }
        return mineIsNumber == theirsIsNumber ? mine.compareTo(theirs) : mineIsNumber ? -1 : 1;
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Numbers without leading zeros, of any length. */
    private static int compareNumbers(String mine, String theirs) {
        return mine.length() == theirs.length()
                ? mine.compareTo(theirs)
                : Integer.compare(mine.length(), theirs.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
