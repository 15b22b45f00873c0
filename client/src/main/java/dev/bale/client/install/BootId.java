package dev.bale.client.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which run of the machine this is. Installs do not wait for the disk; within one run of the machine what was written
 * is what is read, and after the next start files are read once more before they are trusted.
 */
final class BootId {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** Nothing where the platform does not tell; installs then wait for the disk. */
    static Optional<String> current() {
        try {
            return Optional.of(Files.readString(LINUX).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
