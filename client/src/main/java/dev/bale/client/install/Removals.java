package dev.bale.client.install;

import dev.bale.client.http.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that the last install put there and that are no longer wanted, in a temporary file since they may be many. */
final class Removals implements Closeable {
    private final Path file;
    private @Nullable BufferedWriter out;
    private long count;

    Removals(Path file) {
        this.file = file;
    }

    void add(InstalledFile line) throws IOException {
        if (out == null) {
            out = Files.newBufferedWriter(file);
        }
        out.write(Json.MAPPER.writeValueAsString(line));
        out.write('\n');
        count++;
    }

    void finish() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    long count() {
        return count;
    }

    /** Removes them from the target. */
    void apply(TargetFolder target) throws IOException {
        if (count == 0) {
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                target.remove(Json.MAPPER.readValue(line, InstalledFile.class).entryPath());
            }
        }
    }

    @Override
    public void close() throws IOException {
        finish();
        Files.deleteIfExists(file);
    }
}
