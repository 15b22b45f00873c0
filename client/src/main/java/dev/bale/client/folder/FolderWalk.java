package dev.bale.client.folder;

import dev.bale.client.ClientException;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PathWarning;
import dev.bale.manifest.PortablePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a folder in the order of a version: component by component, in bytes. Symbolic links are not followed. What the
 * ignore rules leave out is passed over in silence, what a version cannot hold is told, and so are names that will give
 * trouble elsewhere. Memory is bounded, however many files there are.
 */
public final class FolderWalk {
    /** The folder in which an install keeps its state; never part of a version. */
    public static final String STATE = ".bale";

    private static final int LISTED = 100;

    /** The check of names needs memory for each name of a folder. */
    private static final int CHECKED_NAMES = 500_000;

    private final Path root;
    private final Path temporary;
    private final boolean ignoring;
    private final Visitor visitor;
    private final PortablePaths portable = new PortablePaths();
    private final List<String> refused = new ArrayList<>();
    private long refusedCount;
    private boolean namesChecked = true;

    /** What a walk finds, in order. */
    public interface Visitor {
        /** A file that belongs to the version. */
        void file(LocalFile file) throws IOException;

        /** Something that stays behind. */
        void leftOut(LeftOut leftOut);

        /** A name that will give trouble on some systems. */
        void warn(String message);
    }

    /** A walk over this folder; huge folders are sorted in the temporary one. */
    public FolderWalk(Path root, Path temporary, Visitor visitor) {
        this(root, temporary, true, visitor);
    }

    /** A walk that may pass over the ignore rules. */
    public FolderWalk(Path root, Path temporary, boolean ignoring, Visitor visitor) {
        this.root = root;
        this.ignoring = ignoring;
        this.temporary = temporary;
        this.visitor = visitor;
    }

    /** Walks. Fails at the end, with all of them, when names cannot be those of entries. */
    public void walk() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root + " is not a folder");
        }
        folder(root, null, null);
        if (refusedCount > 0) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    refusedCount + (refusedCount == 1 ? " name" : " names")
                            + " cannot stand in a package. Rename them, or leave them out with a .baleignore.",
                    refused,
                    null);
        }
    }

    /** Whether anything below the folder was or could be pushed. */
    private boolean folder(Path folder, @Nullable String entryFolder, @Nullable Ignores outer) throws IOException {
        Ignores ignores = Ignores.in(folder, entryFolder, outer);
        boolean any = false;
        FolderNames.@Nullable Name previous = null;
        int files = 0;
        try (FolderNames names = new FolderNames(folder, temporary)) {
            while (names.hasNext()) {
                FolderNames.Name name = names.next();
                if (name.local().equals(STATE)) {
                    continue;
                }
                String entry = entryFolder == null ? name.normal() : entryFolder + "/" + name.normal();
                if (previous != null && previous.normal().equals(name.normal())) {
                    refuse(
                            entry,
                            "two names differ only in their Unicode form: " + escaped(previous.local()) + " and "
                                    + escaped(name.local()));
                    continue;
                }
                previous = name;
                any |= child(folder, name, entry, ignores);
                if (++files == CHECKED_NAMES) {
                    namesChecked = false;
                    visitor.warn(folder + " is so large that names are not checked for other systems any further");
                }
            }
        }
        return any;
    }

    private boolean child(Path folder, FolderNames.Name name, String entry, Ignores ignores) throws IOException {
        FileStamp stamp;
        Path path;
        try {
            path = folder.resolve(name.local());
            stamp = FileStamp.of(path);
        } catch (IOException | InvalidPathException e) {
            visitor.leftOut(new LeftOut(entry, LeftOut.Reason.UNREADABLE));
            return false;
        }
        boolean isFolder = stamp.kind() == FileStamp.Kind.FOLDER;
        if (ignoring && ignores.leavesOut(entry, isFolder)) {
            return false;
        }
        return switch (stamp.kind()) {
            case LINK -> leaveOut(entry, LeftOut.Reason.SYMBOLIC_LINK);
            case SPECIAL -> leaveOut(entry, LeftOut.Reason.SPECIAL_FILE);
            case FOLDER -> subFolder(path, entry, ignores);
            case FILE -> file(path, entry, stamp);
        };
    }

    private boolean subFolder(Path path, String entry, Ignores ignores) throws IOException {
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            return leaveOut(entry, LeftOut.Reason.UNREADABLE);
        }
        return folder(path, entry, ignores) || leaveOut(entry, LeftOut.Reason.EMPTY_FOLDER);
    }

    private boolean file(Path path, String entry, FileStamp stamp) throws IOException {
        EntryPath entryPath;
        try {
            entryPath = EntryPath.of(entry);
        } catch (InvalidManifest e) {
            refuse(entry, e.getMessage());
            return true;
        }
        if (namesChecked) {
            for (PathWarning warning : portable.check(entryPath)) {
                visitor.warn(warning.message());
            }
        }
        visitor.file(new LocalFile(path, entryPath, stamp));
        return true;
    }

    private boolean leaveOut(String entry, LeftOut.Reason reason) {
        visitor.leftOut(new LeftOut(entry, reason));
        return false;
    }

    private void refuse(String entry, @Nullable String why) {
        refusedCount++;
        if (refused.size() < LISTED) {
            refused.add(entry + ": " + why);
        }
    }

    /** A name with everything outside ASCII written as its code point, so that two forms of one name look different. */
    private static String escaped(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c >= 0x20 && c < 0x7f) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format("\\u{%X}", c));
            }
        });
        return out.toString();
    }

    /** The ignore files of a folder and of those above it. */
    private record Ignores(
            @Nullable IgnoreFile file,
            int baseLength,
            @Nullable Ignores outer) {
        static Ignores in(Path folder, @Nullable String entryFolder, @Nullable Ignores outer) throws IOException {
            Path file = folder.resolve(IgnoreFile.NAME);
            IgnoreFile rules = Files.isRegularFile(file) ? IgnoreFile.read(file) : null;
            return new Ignores(rules, entryFolder == null ? 0 : entryFolder.length() + 1, outer);
        }

        /** The innermost file that says anything about the path decides. */
        boolean leavesOut(String entry, boolean folder) {
            for (Ignores at = this; at != null; at = at.outer) {
                if (at.file != null) {
                    Optional<Boolean> said = at.file.ignores(entry.substring(at.baseLength), folder);
                    if (said.isPresent()) {
                        return said.get();
                    }
                }
            }
            return false;
        }
    }
}
