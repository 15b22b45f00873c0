package dev.bale.client.verify;

import java.time.Duration;
import java.util.List;

/**
 * What a verification found.
 *
 * @param files that should be there
 * @param bytes read
 * @param confirmedClaims files of several fragments whose whole-file hash, which only their publisher vouched for, was
 *     found right
 * @param differences the first ten thousand
 * @param missing, changed, foreign all of each kind
 */
public record VerifyReport(
        String against,
        long files,
        long bytes,
        long confirmedClaims,
        long missing,
        long changed,
        long foreign,
        List<Difference> differences,
        Duration time) {
    /** Copies the list. */
    public VerifyReport {
        differences = List.copyOf(differences);
    }

    /** Something that is not as it should be. */
    public record Difference(Kind kind, String path) {}

    /** What is different about a file. */
    public enum Kind {
        /** It should be there and is not. */
        MISSING,
        /** Its content is another. */
        CHANGED,
        /** It is there and nobody installed it; no reason to worry. */
        FOREIGN
    }

    /** Whether every file that should be there is there, byte for byte. */
    public boolean isRight() {
        return missing == 0 && changed == 0;
    }
}
