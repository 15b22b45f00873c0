package dev.bale.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** Files and folders that no other user of the machine may read. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PrivateFiles() {}

    /** Makes the folder where it is missing. An existing one keeps its mode: its owner chose it. */
    static Path folder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        }
        return absolute;
    }

    /** What the file holds; where it is missing, it is written with a new random secret of so many bytes, in hex. */
    static String secret(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            write(file, randomHex(bytes));
        }
        return Files.readString(file).strip();
    }

    static String randomHex(int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** Replaces the file as a whole: a reader sees the old text or the new, and never a file that others could open. */
    static void write(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".new", "", PosixFilePermissions.asFileAttribute(OWNER_FILE));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
