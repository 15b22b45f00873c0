package dev.bale.client.store;

import dev.bale.client.ClientException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The local store of a user, in one folder: {@code fragments/}, {@code pages/}, {@code hashes/} (the hash cache),
 * {@code pushes/} (pushes under way) and {@code tmp/}. All of it may be deleted at any time; what is wanted is fetched
 * or computed again.
 */
public final class LocalStore {
    private final Path root;
    private final FragmentStore fragments;
    private final PageStore pages;

    private LocalStore(Path root) throws IOException {
        this.root = root;
        this.fragments = new FragmentStore(root);
        this.pages = new PageStore(root);
    }

    /** Opens the store in this folder, making it where there is none. */
    public static LocalStore open(Path root) {
        try {
            LocalStore store = new LocalStore(root);
            store.fragments.sweep();
            return store;
        } catch (IOException e) {
            throw new ClientException(
                    ClientException.Kind.LOCAL_DISK,
                    "The local store in " + root + " cannot be opened: " + e.getMessage()
                            + ". Choose another folder with BALE_STORE_DIR.",
                    e);
        }
    }

    /** Its folder. */
    public Path root() {
        return root;
    }

    /** The fragments. */
    public FragmentStore fragments() {
        return fragments;
    }

    /** The pages. */
    public PageStore pages() {
        return pages;
    }

    /** A folder of the store for small state of this kind. */
    public Path folder(String kind) throws IOException {
        return Files.createDirectories(root.resolve(kind));
    }

    /** How much lies here. Bytes count each file once. */
    public record Usage(long fragments, long fragmentBytes, long pages, long pageBytes) {}

    /** Counts what lies here. */
    public Usage usage() throws IOException {
        Count ofFragments = new Count(Instant.MIN);
        Count ofPages = new Count(Instant.MIN);
        Files.walkFileTree(root.resolve("fragments"), ofFragments);
        Files.walkFileTree(root.resolve("pages"), ofPages);
        return new Usage(ofFragments.files, ofFragments.bytes, ofPages.files, ofPages.bytes);
    }

    /** Removes fragments and pages stored before this time, and says how many and how large they were. */
    public Usage prune(Instant before) throws IOException {
        Count ofFragments = new Count(before);
        Count ofPages = new Count(before);
        Files.walkFileTree(root.resolve("fragments"), ofFragments);
        Files.walkFileTree(root.resolve("pages"), ofPages);
        return new Usage(ofFragments.files, ofFragments.bytes, ofPages.files, ofPages.bytes);
    }

    /** Counts files, and removes those older than a time; with {@link Instant#MIN} none is. */
    private static final class Count extends SimpleFileVisitor<Path> {
        private final Instant before;
        private long files;
        private long bytes;

        Count(Instant before) {
            this.before = before;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            boolean countOnly = before.equals(Instant.MIN);
            if (countOnly || attributes.lastModifiedTime().toInstant().isBefore(before)) {
                files++;
                bytes += attributes.size();
                if (!countOnly) {
                    Files.deleteIfExists(file);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
