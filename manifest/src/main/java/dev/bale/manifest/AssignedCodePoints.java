package dev.bale.manifest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The code points that Unicode 13.0 assigns (surrogates left out). The version is pinned by a table because runtimes
 * know different versions: a path must be valid everywhere or nowhere. Unicode keeps the normal form of text whose code
 * points are all assigned, so with this table NFC too is the same on every later runtime.
 */
final class AssignedCodePoints {
    static final String UNICODE_VERSION = "13.0";

    /** Starts and ends (inclusive) of the ranges, ascending. */
    private static final int[] STARTS;

    private static final int[] ENDS;

    static {
        String[] lines = lines();
        STARTS = new int[lines.length];
        ENDS = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            int dash = lines[i].indexOf('-');
            STARTS[i] = Integer.parseInt(dash < 0 ? lines[i] : lines[i].substring(0, dash), 16);
            ENDS[i] = dash < 0 ? STARTS[i] : Integer.parseInt(lines[i].substring(dash + 1), 16);
        }
    }

    private AssignedCodePoints() {}

    static boolean contains(int codePoint) {
        int found = Arrays.binarySearch(STARTS, codePoint);
        return found >= 0 || (found < -1 && codePoint <= ENDS[-found - 2]);
    }

    private static String[] lines() {
        String name = "unicode-" + UNICODE_VERSION + "-assigned.txt";
        try (InputStream in = Objects.requireNonNull(AssignedCodePoints.class.getResourceAsStream(name), name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines().toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
