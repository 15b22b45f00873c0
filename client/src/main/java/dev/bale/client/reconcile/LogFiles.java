package dev.bale.client.reconcile;

import dev.bale.client.ClientException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of files, of all files in folders and below, and of standard input ({@code -}); what is compressed with gzip is unpacked. */
public final class LogFiles {
    /** Keys and texts of clients are a few KiB each; what is longer is no line of a log. */
    private static final int LONGEST = 64 << 10;

    private static final int GZIP = 0x1f;
    private static final String STANDARD_INPUT = "-";

    private final List<Path> paths;
    private final InputStream standardInput;
    private long files;

    /** Of these files and folders. */
    public LogFiles(List<Path> paths, InputStream standardInput) {
        this.paths = List.copyOf(paths);
        this.standardInput = standardInput;
    }

    /** Where a line stands, counted from 1. */
    public record Place(String file, long line) {}

    /** Takes lines; null stands for one that is too long. */
    @FunctionalInterface
    interface Lines {
        void line(Place place, @Nullable String text) throws IOException;
    }

    long files() {
        return files;
    }

    /** Reads all lines, files in the order of their names. */
    void read(Lines lines) throws IOException {
        for (Path path : paths) {
            if (path.toString().equals(STANDARD_INPUT)) {
                read(STANDARD_INPUT, standardInput, lines);
            } else if (Files.isDirectory(path)) {
                folder(path, lines);
            } else if (Files.exists(path)) {
                file(path, lines);
            } else {
                throw new ClientException(ClientException.Kind.INVALID, "There is no file or folder " + path + ".");
            }
        }
    }

    private void folder(Path folder, Lines lines) throws IOException {
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : inside) {
            file(file, lines);
        }
    }

    private void file(Path file, Lines lines) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            read(file.toString(), in, lines);
        }
    }

    private void read(String name, InputStream raw, Lines lines) throws IOException {
        files++;
        try {
            InputStream in = new BufferedInputStream(raw, 64 << 10);
            in.mark(1);
            boolean packed = in.read() == GZIP;
            in.reset();
            lines(name, packed ? new BufferedInputStream(new GZIPInputStream(in, 64 << 10), 64 << 10) : in, lines);
        } catch (IOException e) {
            throw new ClientException(
                    ClientException.Kind.FAILED, name + " cannot be read to its end: " + e.getMessage() + ".", e);
        }
    }

    private static void lines(String name, InputStream in, Lines lines) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(2 << 10);
        long number = 1;
        boolean cut = false;
        int next;
        do {
            next = in.read();
            if (next >= 0 && next != '\n') {
                cut = cut || line.size() == LONGEST;
                if (!cut) {
                    line.write(next);
                }
            } else {
                if (line.size() > 0) {
                    lines.line(new Place(name, number), cut ? null : text(line));
                }
                line.reset();
                cut = false;
                number++;
            }
        } while (next >= 0);
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
