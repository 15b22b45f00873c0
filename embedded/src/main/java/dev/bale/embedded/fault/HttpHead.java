package dev.bale.embedded.fault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first line and the header lines of an HTTP/1.1 message, kept as they came. */
record HttpHead(String firstLine, List<String> headerLines) {
    private static final int MAX_BYTES = 256 * 1024;

    /** Empty where the connection ends before a first byte. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        String first = readLine(in, true);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (String line = readLine(in, false); !line.isEmpty(); line = readLine(in, false)) {
            lines.add(line);
        }
        return Optional.of(new HttpHead(first, List.copyOf(lines)));
    }

    static String readLine(InputStream in, boolean mayEnd) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (mayEnd && line.isEmpty()) {
                    return "";
                }
                throw new EOFException("The connection ended within a line");
            }
            if (next != '\r') {
                line.append((char) next);
            }
            if (line.length() > MAX_BYTES) {
                throw new IOException("A line is too long");
            }
        }
        return line.toString();
    }

    void write(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(firstLine).append("\r\n");
        headerLines.forEach(line -> text.append(line).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    Optional<String> header(String name) {
        return headerLines.stream()
                .filter(line -> isNamed(line, name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    HttpHead without(String name) {
        return new HttpHead(
                firstLine,
                headerLines.stream().filter(line -> !isNamed(line, name)).toList());
    }

    boolean has(String name, String value) {
        return header(name)
                .filter(found -> found.toLowerCase(Locale.ROOT).contains(value))
                .isPresent();
    }

    /** The n-th word of the first line, from 0. */
    String word(int n) {
        String[] words = firstLine.split(" ", 3);
        return n < words.length ? words[n] : "";
    }

    private static boolean isNamed(String line, String name) {
        int colon = line.indexOf(':');
        return colon == name.length() && line.regionMatches(true, 0, name, 0, colon);
    }
}
