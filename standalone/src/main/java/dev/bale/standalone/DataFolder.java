package dev.bale.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The one folder in which the standalone keeps everything. Readable by its owner alone: it holds secrets. */
record DataFolder(Path root) {
    private static final int SECRET_BYTES = 18;

    static DataFolder open(Path root) {
        try {
            Path absolute = root.toAbsolutePath().normalize();
            Files.createDirectories(absolute.getParent());
            if (!Files.isDirectory(absolute)) {
                Files.createDirectory(absolute, mode("rwx------"));
            }
            return new DataFolder(absolute);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + root, e);
        }
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path storage() {
        return root.resolve("storage");
    }

    /** What seals secrets, the token keys among them, in the database and in cookies. */
    Path secret() {
        return root.resolve("secret");
    }

    /** What signs the heads of the audit trail. */
    Path sealKey() {
        return root.resolve("seal-key.pem");
    }

    /** The first administrator's secret; made at the first start. */
    Path adminSecret() {
        Path file = root.resolve("admin-secret");
        if (!Files.exists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
        }
        return file;
    }

    /** Tells scripts where the registry listens and which process it is; there only while it runs. */
    Path running() {
        return root.resolve("running.json");
    }

    void write(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(root, file.getFileName().toString(), ".new", mode("rw-------"));
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static FileAttribute<Set<java.nio.file.attribute.PosixFilePermission>> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }
}
