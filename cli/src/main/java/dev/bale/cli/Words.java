package dev.bale.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, times and names as people read them. */
final class Words {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Words() {}

    /** Bytes in decimal units with three digits, such as {@code 1.25 MB}. */
    static String size(long bytes) {
        double value = (double) bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String digits = unit == 0 || value >= 99.95
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value >= 9.995 ? "%.1f" : "%.2f", value);
        return digits + " " + UNITS[unit];
    }

    /** A number of things, such as {@code 1 file} or {@code 2,000 files}. */
    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d", number) + " " + (number == 1 ? one : many);
    }

    /** Such as {@code 2 files, 1.25 MB}, or those words where somebody may not know. */
    static String content(@Nullable Long entries, @Nullable Long bytes, String unknown) {
        return entries == null || bytes == null ? unknown : count(entries, "file", "files") + ", " + size(bytes);
    }

    /** The first few of many, such as {@code a, b, c and 7 more}. */
    static String some(List<String> all) {
        int shown = Math.min(5, all.size());
        String rest = all.size() > shown ? " and " + (all.size() - shown) + " more" : "";
        return String.join(", ", all.subList(0, shown)) + rest;
    }

    /** Such as {@code 3.2 s}, {@code 2 min 5 s} or {@code 1 h 3 min}. */
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds < 10 ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0) : seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** Text that cannot steer a terminal: control and direction characters are written as {@code \\u{…}}. */
    static String printable(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int type = Character.getType(c);
            boolean unsafe = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (unsafe && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (unsafe) {
                    out.append(String.format(Locale.ROOT, "\\u{%x}", c));
                } else {
                    out.appendCodePoint(c);
                }
            }
            i += Character.charCount(c);
        }
        return out == null ? text : out.toString();
    }

    /** As {@link #printable}, line by line, for messages that are meant to have several. */
    static String printableLines(String text) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(out.length() == 0 ? "" : "\n").append(printable(line)));
        return out.toString();
    }
}
