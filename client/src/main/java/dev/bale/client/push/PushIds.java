package dev.bale.client.push;

import dev.bale.client.http.Json;
import dev.bale.client.registry.PushRequest;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The ids of pushes under way, by what is pushed and where to, so that a push that was killed is found again. An id is
 * forgotten once its push has ended: pushing the same content later is another push.
 */
final class PushIds {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path folder;

    PushIds(Path folder) {
        this.folder = folder;
    }

    /** The id for this push, the same until {@link #forget}. */
    UUID idFor(String registry, String name, PushRequest request) throws IOException {
        Path file = file(registry, name, request);
        if (Files.exists(file)) {
            try {
                return UUID.fromString(Files.readString(file).strip());
            } catch (IllegalArgumentException e) {
                // Torn by a power cut: a new push, which will find what the old one uploaded.
            }
        }
        sweep();
        UUID id = UUID.randomUUID();
        Path written = folder.resolve(id + ".tmp");
        Files.writeString(written, id.toString());
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        return id;
    }

    void forget(String registry, String name, PushRequest request) throws IOException {
        Files.deleteIfExists(file(registry, name, request));
    }

    /** Everything that makes another push is part of the name. */
    private Path file(String registry, String name, PushRequest request) throws IOException {
        byte[] all = Json.MAPPER.writeValueAsBytes(new Object[] {registry, name, request});
        return folder.resolve(Sha256.of(all).hex().substring(0, 40));
    }

    private void sweep() throws IOException {
        Instant before = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
