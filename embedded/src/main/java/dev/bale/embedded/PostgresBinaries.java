package dev.bale.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per machine from an archive on the class path.
 *
 * <p>The folder is named by the archive's SHA-256, so an upgrade unpacks beside the old version. Any number of JVMs may
 * unpack at once: a lock lets one do it, and the folder appears by a rename, whole or not at all.
 */
record PostgresBinaries(Path home) {
    private static final Object UNPACKING = new Object();

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** The binaries for this machine, unpacked under {@code cache} where they are not there yet. */
    static PostgresBinaries in(Path cache) {
        String archive = archiveName(
                System.getProperty("os.name").toLowerCase(Locale.ROOT),
                System.getProperty("os.arch").toLowerCase(Locale.ROOT));
        try {
            PrivateFiles.folder(cache);
            Path home = cache.resolve("postgres-" + sha256(archive).substring(0, 16));
            if (!Files.isDirectory(home)) {
                unpackLocked(archive, cache, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot unpack PostgreSQL into " + cache, e);
        }
    }

    static String archiveName(String system, String machine) {
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        if (!arm && !machine.equals("amd64") && !machine.equals("x86_64")) {
            throw new EmbeddedServerException("No PostgreSQL is bundled for " + machine
                    + " processors. Install PostgreSQL 15 or newer and give the registry its address.");
        }
        if (system.startsWith("linux")) {
            return arm ? "postgres-linux-arm_64.txz" : "postgres-linux-x86_64.txz";
        }
        if (system.startsWith("mac") || system.startsWith("darwin")) {
            // One archive of universal binaries serves both processors.
            return "postgres-darwin-x86_64.txz";
        }
        throw new EmbeddedServerException("No PostgreSQL is bundled for " + system
                + ". Install PostgreSQL 15 or newer and give the registry its address.");
    }

    private static void unpackLocked(String archive, Path cache, Path home) throws IOException {
        // A file lock keeps other JVMs out, the monitor other threads of this one (a second lock there would throw).
        synchronized (UNPACKING) {
            try (FileChannel channel = FileChannel.open(cache.resolve("unpack.lock"), CREATE, WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(home)) {
                    Path fresh = Files.createTempDirectory(cache, "unpacking");
                    unpack(archive, fresh);
                    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                    Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static void unpack(String archive, Path folder) throws IOException {
        try (InputStream raw = open(archive);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The archive names a path outside its folder: " + entry.getName());
                }
                unpackEntry(tar, entry, target);
            }
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String sha256(String archive) throws IOException {
        try (InputStream raw = open(archive);
                DigestInputStream hashing = new DigestInputStream(raw, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            while (hashing.read(buffer) >= 0) {
                // Reading is what feeds the digest.
            }
            return HexFormat.of().formatHex(hashing.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("SHA-256 is missing from this Java", e));
        }
    }

    private static InputStream open(String archive) throws IOException {
        @Nullable InputStream stream = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (stream == null) {
            throw new IOException(archive + " is not on the class path");
        }
        return stream;
    }
}
