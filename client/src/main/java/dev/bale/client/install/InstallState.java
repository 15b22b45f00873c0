package dev.bale.client.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.bale.client.ClientException;
import dev.bale.client.folder.FolderWalk;
import dev.bale.client.http.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the last install put into a folder: {@code .bale/install.jsonl}, a header and a line a file in path order. Read
 * and written as a stream, replaced as a whole.
 */
public final class InstallState {
    private static final String NAME = "install.jsonl";
    private static final ObjectReader LINES = Json.MAPPER.readerFor(InstalledFile.class);
    private static final ObjectWriter LINE = Json.MAPPER.writerFor(InstalledFile.class);

    private InstallState() {}

    private static Path file(Path target) {
        return target.resolve(FolderWalk.STATE).resolve(NAME);
    }

    /** Opens the state of a target; one that has none reads as empty. Close it. */
    public static Reader read(Path target) throws IOException {
        Path file = file(target);
        return new Reader(file, Files.isRegularFile(file) ? Files.newBufferedReader(file) : null);
    }

    /** Begins a new state; it counts only once it is committed. */
    static Writer write(Path target, InstallHeader header) throws IOException {
        return new Writer(file(target), header);
    }

    /** Reads the lines in order. */
    public static final class Reader implements Closeable {
        private final Path file;
        private final @Nullable BufferedReader in;
        private final @Nullable InstallHeader header;
        private @Nullable InstalledFile next;

        private Reader(Path file, @Nullable BufferedReader in) throws IOException {
            this.file = file;
            this.in = in;
            this.header = in == null ? null : header(in);
            advance();
        }

        private InstallHeader header(BufferedReader from) throws IOException {
            try {
                String line = from.readLine();
                InstallHeader read = line == null ? null : Json.MAPPER.readValue(line, InstallHeader.class);
                if (read != null && read.baleInstall() == InstallHeader.FORMAT) {
                    return read;
                }
            } catch (JsonProcessingException e) {
                throw damaged(e);
            }
            throw damaged(null);
        }

        /** What was installed, if anything was. */
        public Optional<InstallHeader> header() {
            return Optional.ofNullable(header);
        }

        /** The line at hand, without moving on; null after the last. */
        public @Nullable InstalledFile peek() {
            return next;
        }

        /** Moves on to the next line. */
        public void advance() throws IOException {
            String line = in == null ? null : in.readLine();
            try {
                next = line == null ? null : LINES.readValue(line);
            } catch (JsonProcessingException e) {
                throw damaged(e);
            }
        }

        private ClientException damaged(@Nullable Throwable cause) {
            return new ClientException(
                    ClientException.Kind.FAILED,
                    file + " is damaged. Remove that file and install again: files that are right are kept.",
                    cause);
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }

    /** Writes the lines in order. */
    static final class Writer implements Closeable {
        private final Path file;
        private final Path temporary;
        private final BufferedWriter out;

        private Writer(Path file, InstallHeader header) throws IOException {
            this.file = file;
            this.temporary = file.resolveSibling(NAME + ".tmp");
            this.out = Files.newBufferedWriter(temporary);
            out.write(Json.MAPPER.writeValueAsString(header));
            out.write('\n');
        }

        void add(InstalledFile line) {
            try {
                out.write(LINE.writeValueAsString(line));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + temporary + ": " + e.getMessage(), e);
            }
        }

        /** Replaces the state by what was added. */
        void commit() throws IOException {
            out.close();
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(temporary);
        }
    }
}
