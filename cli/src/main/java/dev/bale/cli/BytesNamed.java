package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Bytes as a command names them: by their SHA-256, or by a file that has them and never leaves the machine. */
final class BytesNamed {
    private BytesNamed() {}

    /** The hash. */
    static Sha256 of(String hashOrFile) throws IOException {
        if (hashOrFile.matches("sha256:[0-9a-f]{64}")) {
            return Sha256.parse(hashOrFile);
        }
        if (hashOrFile.matches("[0-9a-f]{64}")) {
            return Sha256.ofHex(hashOrFile);
        }
        if (!isFile(hashOrFile)) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    hashOrFile + " is neither a SHA-256 (64 lower-case hex digits) nor a file here.");
        }
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(Path.of(hashOrFile)), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.finish(digest);
    }

    /** Whether it is a hash or a file here, and not a reference. */
    static boolean isOne(String text) {
        return text.matches("(sha256:)?[0-9a-f]{64}") || (!text.contains("//") && isFile(text));
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
