package dev.bale.client.store;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Page;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Pages by their names. A page that does not have its name any more is removed and counts as absent. */
public final class PageStore {
    private final Path pages;
    private final Path temporary;
    private final AtomicLong count = new AtomicLong();

    PageStore(Path root) throws IOException {
        this.pages = Files.createDirectories(root.resolve("pages"));
        this.temporary = Files.createDirectories(root.resolve("tmp"));
    }

    /** The page of this name, if it is here. */
    public Optional<Page> find(Sha256 name) {
        Path file = path(name);
        try {
            Page page = Page.parse(Files.readAllBytes(file));
            if (page.name().equals(name)) {
                return Optional.of(page);
            }
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | InvalidManifest e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Keeps a page under its name. A store that cannot be written keeps nothing. */
    public void put(Page page) {
        Path file = path(page.name());
        Path written = temporary.resolve(ProcessHandle.current().pid() + "-page-" + count.incrementAndGet());
        try {
            Files.write(written, page.bytes());
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            move(written, file);
        } catch (IOException e) {
            written.toFile().delete();
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path path(Sha256 name) {
        String hex = name.hex();
        return pages.resolve(hex.substring(0, 2)).resolve(hex);
    }
}
