package dev.bale.client.reconcile;

import org.jspecify.annotations.Nullable;

/** The fields of a line from left to right: separated by one space each, the time in brackets, the request in quotes. */
final class LogFields {
    private final String line;
    private int at;

    LogFields(String line) {
        this.line = line;
    }

    /** The next field. */
    String required() throws MalformedLine {
        if (at >= line.length()) {
            throw new MalformedLine("it ends too early");
        }
        int end = line.indexOf(' ', at);
        String field = line.substring(at, end < 0 ? line.length() : end);
        at = end < 0 ? line.length() : end + 1;
        if (field.isEmpty()) {
            throw new MalformedLine("a field is empty");
        }
        if (field.codePoints().anyMatch(Character::isISOControl)) {
            throw new MalformedLine("a field has control characters");
        }
        return field;
    }

    /** The next field; null for the dash that stands for nothing. */
    @Nullable String optional() throws MalformedLine {
        String field = required();
        return field.equals("-") ? null : field;
    }

    /** The next field, which is two words in brackets, without them. */
    String bracketed() throws MalformedLine {
        String field = required() + " " + required();
        if (!field.startsWith("[") || !field.endsWith("]")) {
            throw new MalformedLine("its third field is no time in brackets");
        }
        return field.substring(1, field.length() - 1);
    }

    /**
     * What the next field asks for, which is a request line in quotes; null for a dash. A request line is up to three words; the target has
     * no space in it, so a quote in the target ends nothing.
     */
    @Nullable String target() throws MalformedLine {
        String method = required();
        if (method.equals("-") || method.equals("\"-\"")) {
            return null;
        }
        if (!method.startsWith("\"")) {
            throw new MalformedLine("its request is not in quotes");
        }
        String target = required();
        boolean ended = target.endsWith("\"") && !line.startsWith("HTTP/", at);
        if (!ended && !required().endsWith("\"")) {
            throw new MalformedLine("the quotes of its request do not end");
        }
        return ended ? target.substring(0, target.length() - 1) : target;
    }
}
