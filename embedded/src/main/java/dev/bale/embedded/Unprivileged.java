package dev.bale.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs, which refuse to run as root, are run nonetheless when the registry runs as root (as it
 * does in many containers).
 */
sealed interface Unprivileged {
    /** The user id 0. */
    int ROOT = 0;

    /** The command that runs {@code command} without root's rights. */
    List<String> wrap(List<String> command);

    /** Makes a file or a folder with all it holds readable and writable for the programs. */
    void own(Path path) throws IOException;

    /** Lets the programs pass through a folder that stays private otherwise. */
    void admit(Path folder) throws IOException;

    /** Whether the programs can read what only root can, such as root's home. */
    boolean readsPrivateFolders();

    /** An ordinary user: nothing needs doing. */
    record AsIs() implements Unprivileged {
        @Override
        public List<String> wrap(List<String> command) {
            return command;
        }

        @Override
        public void own(Path path) {}

        @Override
        public void admit(Path folder) {}

        @Override
        public boolean readsPrivateFolders() {
            return true;
        }
    }

    /** A user namespace of its own: the programs see a foreign user id, the files stay root's. */
    record UserNamespace() implements Unprivileged {
        @Override
        public List<String> wrap(List<String> command) {
            return concat(List.of("unshare", "-U"), command);
        }

        @Override
        public void own(Path path) {}

        @Override
        public void admit(Path folder) {}

        @Override
        public boolean readsPrivateFolders() {
            return true;
        }
    }

    /** Another user of the machine, where user namespaces are blocked. */
    record OtherUser(int uid, int gid) implements Unprivileged {
        @Override
        public List<String> wrap(List<String> command) {
            return concat(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"), command);
        }

        @Override
        public void own(Path path) throws IOException {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path each : all.toList()) {
                    Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }

        @Override
        public void admit(Path folder) throws IOException {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }

        @Override
        public boolean readsPrivateFolders() {
            return false;
        }
    }

    /**
     * The way for this process and this cluster: a cluster that another user owns goes on under that user.
     *
     * @throws EmbeddedServerException as root, if neither way works here
     */
    static Unprivileged of(Path cluster) {
        try {
            if (userId() != ROOT) {
                return new AsIs();
            }
            if (Files.exists(cluster) && !Integer.valueOf(ROOT).equals(Files.getAttribute(cluster, "unix:uid"))) {
                return new OtherUser((Integer) Files.getAttribute(cluster, "unix:uid"), (Integer)
                        Files.getAttribute(cluster, "unix:gid"));
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new EmbeddedServerException("Cannot tell who owns " + cluster, e);
        }
        if (succeeds(new UserNamespace().wrap(List.of("true")))) {
            return new UserNamespace();
        }
        return otherUser();
    }

    /** The account kept for PostgreSQL on this machine, or else the one kept for programs that own nothing. */
    static Unprivileged otherUser() {
        return account("postgres")
                .or(() -> account("nobody"))
                .filter(user -> succeeds(user.wrap(List.of("true"))))
                .orElseThrow(
                        () -> new EmbeddedServerException("PostgreSQL does not run as root, and this machine allows"
                                + " neither user namespaces nor setpriv. Run the registry as an ordinary user."));
    }

    private static Optional<Unprivileged> account(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
                String[] fields = line.split(":", -1);
                if (fields.length > 3 && fields[0].equals(name)) {
                    return Optional.of(new OtherUser(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
                }
            }
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A new file's owner is who we are: Java has no call for it. */
    private static int userId() throws IOException {
        Path probe = Files.createTempFile("bale", "");
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
