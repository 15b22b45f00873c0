package dev.bale.embedded.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Folders of files: made from a seed, and compared byte for byte. */
public final class Folders {
    private static final int MIB = 1 << 20;

    private Folders() {}

    /** Some hundred small files in nested folders, several of 1 to 8 MiB, and one of 100 MiB, which is split. */
    public static Path large(Path folder, Random random) {
        for (int i = 0; i < 300; i++) {
            file(
                    folder.resolve("part-" + i % 7 + "/day-" + i % 31 + "/file-" + i + ".csv"),
                    random.nextInt(40_000),
                    random);
        }
        for (int i = 0; i < 6; i++) {
            file(folder.resolve("middle/block-" + i + ".bin"), MIB + random.nextInt(7 * MIB), random);
        }
        file(folder.resolve("whole/archive.bin"), 100 * MIB, random);
        file(folder.resolve("empty"), 0, random);
        return folder;
    }

    /** Some dozen files of a few kilobytes, in three folders. */
    public static Path small(Path folder, Random random) {
        for (int i = 0; i < 36; i++) {
            file(folder.resolve("abc".charAt(i % 3) + "/file-" + i + ".csv"), 1_000 + random.nextInt(30_000), random);
        }
        return folder;
    }

    /** A file of random bytes. */
    public static Path file(Path file, int size, Random random) {
        try {
            Files.createDirectories(file.getParent());
            byte[] buffer = new byte[Math.min(size, MIB)];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int left = size; left > 0; left -= buffer.length) {
                    random.nextBytes(buffer);
                    out.write(buffer, 0, Math.min(left, buffer.length));
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths of all files and links below, but for the install's own state. Files may come and go meanwhile. */
    public static List<String> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(folder.relativize(file).toString());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream()
                .filter(path -> !path.startsWith(".bale/"))
                .sorted()
                .toList();
    }

    /** Bytes of all files below, but for the install's own state. */
    public static long bytes(Path folder) {
        return files(folder).stream()
                .mapToLong(path -> folder.resolve(path).toFile().length())
                .sum();
    }

    /** The same files with the same bytes. */
    public static void assertSame(Path expected, Path actual) {
        assertThat(files(actual)).isEqualTo(files(expected));
        assertNothingWrong(expected, actual);
    }

    /** Whatever is there under its name is all of it and right. */
    public static void assertNothingWrong(Path expected, Path actual) {
        for (String path : files(actual)) {
            try {
                assertThat(expected.resolve(path)).exists();
                assertThat(Files.mismatch(expected.resolve(path), actual.resolve(path)))
                        .as("first wrong byte of %s", path)
                        .isEqualTo(-1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
