package dev.bale.manifest.audit;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of a CSV export (RFC 4180) of what strangers may have written. Spreadsheets run cells that begin like a formula, so those get an
 * apostrophe in front; control characters, which end lines or hide text, become question marks.
 */
public final class CsvLine {
    private static final String FORMULA = "=+-@";

    private CsvLine() {}

    /** The cells with their commas and the line's end; null is an empty cell. */
    public static String of(@Nullable Object... cells) {
        return Arrays.stream(cells).map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString().replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", "?");
        if (value instanceof Number || text.isEmpty()) {
            return text;
        }
        String safe =
                FORMULA.indexOf(text.strip().isEmpty() ? ' ' : text.strip().charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
