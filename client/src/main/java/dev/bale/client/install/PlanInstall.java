package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.folder.FolderWalk;
import dev.bale.client.install.TargetFolder.Obstacle;
import dev.bale.client.install.TargetPlan.Action;
import dev.bale.client.progress.Progress;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.PathWarning;
import dev.bale.manifest.PortablePaths;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is wanted with what the last install put there and with what lies there now, before anything is
 * touched: what to put, what to remove, and what is in the way. One pass in path order over all three.
 */
final class PlanInstall {
    private static final int LISTED = 100;

    private final TargetFolder target;
    private final InstallState.Reader old;
    private final Removals removals;
    private final Progress progress;
    private final boolean force;
    private final boolean trustStamps;
    private final @Nullable EntryPath scope;
    private final @Nullable PortablePaths portable;
    private final StampFile stamps;
    private final TargetPlan plan = new TargetPlan();
    private final List<String> inTheWay = new ArrayList<>();
    private final List<String> changedKept = new ArrayList<>();
    private long inTheWayCount;
    private @Nullable EntryPath removedLast;

    /**
     * A plan.
     *
     * @param stamps takes the stamps of files that stay
     * @param scope what of the package is installed, or null for all; files of the last install outside of it stay
     * @param trustStamps whether files whose stamp is that of the state are certainly unchanged
     */
    PlanInstall(
            TargetFolder target,
            InstallState.Reader old,
            Removals removals,
            StampFile stamps,
            Progress progress,
            boolean force,
            boolean trustStamps,
            @Nullable EntryPath scope)
            throws IOException {
        this.target = target;
        this.old = old;
        this.removals = removals;
        this.stamps = stamps;
        this.progress = progress;
        this.force = force;
        this.trustStamps = trustStamps;
        this.scope = scope;
        this.portable = target.foldsCase() || isWindows() ? new PortablePaths() : null;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Takes the next entry that is wanted. */
    void entry(EntryAt at) {
        try {
            EntryPath path = at.entry().path();
            passOldBefore(path);
            InstalledFile line = old.peek();
            boolean listed = line != null && line.path().equals(path.toString());
            plan.add(action(at.entry(), listed ? line : null), at.entry().size());
            if (listed) {
                old.advance();
            }
            progress.files(1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + at.entry().path() + ": " + e.getMessage(), e);
        }
    }

    /** Ends the plan. Fails, with everything that is in the way, unless that may be overwritten. */
    TargetPlan finish() throws IOException {
        passOldBefore(null);
        if (inTheWayCount > 0) {
            throw new ClientException(
                    ClientException.Kind.IN_THE_WAY,
                    inTheWayCount + (inTheWayCount == 1 ? " file is" : " files are")
                            + " in the way. Nothing was installed. Move them away, or overwrite those that were changed"
                            + " with --force.",
                    inTheWay,
                    null);
        }
        removals.finish();
        return plan;
    }

    /** Files that are no longer wanted but were changed here, the first hundred. */
    List<String> changedKept() {
        return changedKept;
    }

    private void passOldBefore(@Nullable EntryPath next) throws IOException {
        for (InstalledFile line = old.peek(); line != null; line = old.peek()) {
            EntryPath path = line.entryPath();
            if (next != null && path.compareTo(next) >= 0) {
                return;
            }
            if (isInScope(path)) {
                remove(path, line);
            }
            old.advance();
        }
    }

    private boolean isInScope(EntryPath path) {
        return scope == null || path.equals(scope) || path.startsWithFolder(scope);
    }

    private void remove(EntryPath path, InstalledFile line) throws IOException {
        Optional<FileStamp> stamp = stampInside(path);
        if (stamp.isEmpty()) {
            return;
        }
        if (isUnchanged(path, line, stamp.get())) {
            removals.add(line);
            removedLast = path;
        } else if (changedKept.size() < LISTED) {
            changedKept.add(path.toString());
        }
    }

    private Optional<FileStamp> stampInside(EntryPath path) throws IOException {
        return target.obstacle(path).isPresent() ? Optional.empty() : TargetFolder.stamp(target.path(path));
    }

    private boolean isUnchanged(EntryPath path, InstalledFile line, FileStamp stamp) throws IOException {
        return (trustStamps && line.matches(stamp)) || hasContent(path, stamp, line.size(), line.sha256());
    }

    private Action action(Entry entry, @Nullable InstalledFile line) throws IOException {
        EntryPath path = entry.path();
        if (isState(path.toString())) {
            refuse(path, "the folder .bale holds the state of installs and is never part of one", false);
            return Action.PUT;
        }
        refuseUnportable(path);
        Optional<Obstacle> obstacle = target.obstacle(path);
        if (obstacle.isPresent() && !isBeingRemoved(obstacle.get())) {
            String what = obstacle.get().kind() == FileStamp.Kind.LINK ? "a symbolic link" : "not a folder";
            refuse(path, obstacle.get().path() + " is " + what, false);
            return Action.PUT;
        }
        Optional<FileStamp> found = obstacle.isPresent() ? Optional.empty() : TargetFolder.stamp(target.path(path));
        return found.isEmpty() ? Action.PUT : existing(entry, line, found.get());
    }

    private static boolean isState(String path) {
        int slash = path.indexOf('/');
        return (slash < 0 ? path : path.substring(0, slash)).equalsIgnoreCase(FolderWalk.STATE);
    }

    private Action existing(Entry entry, @Nullable InstalledFile line, FileStamp stamp) throws IOException {
        EntryPath path = entry.path();
        boolean asInstalled =
                line != null && line.sha256().equals(entry.sha256()) && trustStamps && line.matches(stamp);
        if (asInstalled || hasContent(path, stamp, entry.size(), entry.sha256())) {
            stamps.put(plan.size(), stamp);
            return Action.KEEP;
        }
        if (stamp.kind() == FileStamp.Kind.FOLDER) {
            if (!nextOldIsBelow(path)) {
                refuse(path, "is a folder here", false);
            }
        } else if (line == null) {
            refuse(path, "was not put here by an install and differs", true);
        } else if (!isUnchanged(path, line, stamp)) {
            refuse(path, "was changed here", true);
        }
        return Action.PUT;
    }

    /** Whether the last install put files below this path, which will be gone when the file comes. */
    private boolean nextOldIsBelow(EntryPath path) {
        InstalledFile next = old.peek();
        return next != null && next.entryPath().startsWithFolder(path);
    }

    private boolean isBeingRemoved(Obstacle obstacle) {
        return removedLast != null && obstacle.path().equals(removedLast.toString());
    }

    private void refuseUnportable(EntryPath path) {
        if (portable == null) {
            return;
        }
        for (PathWarning warning : portable.check(path)) {
            if (warning.kind() == PathWarning.Kind.CASE_COLLISION || isWindows()) {
                refuse(path, warning.message(), false);
            }
        }
    }

    private void refuse(EntryPath path, String why, boolean yieldsToForce) {
        if (yieldsToForce && force) {
            return;
        }
        inTheWayCount++;
        if (inTheWay.size() < LISTED) {
            inTheWay.add(path + ": " + why);
        }
    }

    private boolean hasContent(EntryPath path, FileStamp stamp, long size, Sha256 sha256) throws IOException {
        if (!stamp.isFile() || stamp.size() != size) {
            return false;
        }
        Path file = target.path(path);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return ContentHash.of(in, 0, size).equals(sha256);
        }
    }
}
