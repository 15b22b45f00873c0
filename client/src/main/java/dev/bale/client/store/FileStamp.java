package dev.bale.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What tells cheaply that a file is as it was: size in bytes, times in nanoseconds since 1970, and the inode. Where the
 * platform has no inode or change time they are 0.
 */
public record FileStamp(Kind kind, long size, long modifiedNanos, long changedNanos, long inode) {
    private static final String UNIX = "unix:mode,size,lastModifiedTime,ctime,ino";

    /** What lies at a path; links are not followed. */
    public enum Kind {
        /** An ordinary file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** A symbolic link. */
        LINK,
        /** A device, a socket, a pipe. */
        SPECIAL
    }

    /** The stamp of what lies at the path itself. */
    public static FileStamp of(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return unix(Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS));
        }
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Kind kind = basic.isRegularFile()
                ? Kind.FILE
                : basic.isDirectory() ? Kind.FOLDER : basic.isSymbolicLink() ? Kind.LINK : Kind.SPECIAL;
        return new FileStamp(kind, basic.size(), nanos(basic.lastModifiedTime()), 0, 0);
    }

    private static FileStamp unix(Map<String, Object> values) {
        int type = (int) value(values, "mode") & 0xf000;
        Kind kind =
                type == 0x8000 ? Kind.FILE : type == 0x4000 ? Kind.FOLDER : type == 0xa000 ? Kind.LINK : Kind.SPECIAL;
        return new FileStamp(
                kind,
                (long) value(values, "size"),
                nanos((FileTime) value(values, "lastModifiedTime")),
                nanos((FileTime) value(values, "ctime")),
                (long) value(values, "ino"));
    }

    private static Object value(Map<String, Object> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /** Whether it is an ordinary file. */
    public boolean isFile() {
        return kind == Kind.FILE;
    }

    /**
     * Whether a file with this stamp, read at that time, could have changed after the reading without any change of its
     * stamp. Clocks of file systems tick coarsely (two seconds on FAT), and a write within the tick of the last one
     * leaves no trace; Git calls such a file racy.
     */
    public boolean isRacy(long readNanos) {
        return Math.max(modifiedNanos, changedNanos) > readNanos - TimeUnit.SECONDS.toNanos(2);
    }
}
