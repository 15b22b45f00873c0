package dev.bale.client.install;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.ClientException;
import dev.bale.client.registry.EntryLine;
import dev.bale.client.registry.Version;
import dev.bale.client.registry.VersionCalls;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Meta;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a view, which the registry lists and no top hash covers. The list is fetched once and kept in a file, so
 * that every pass sees the same one, however long it is.
 */
final class ViewEntries implements VersionEntries {
    private final Version version;
    private final List<EntryPath> viewPaths;
    private final VersionCalls calls;
    private final Path folder;
    private @Nullable EntryPath listedPath;
    private @Nullable EntrySpool listed;

    /** A view; lists are kept in the folder while it is open. */
    ViewEntries(Version version, VersionCalls calls, Path folder) {
        this.version = version;
        this.viewPaths = version.viewPaths().stream().map(EntryPath::of).toList();
        this.calls = calls;
        this.folder = folder;
    }

    @Override
    public Iterator<EntryAt> scan(@Nullable EntryPath path) {
        try {
            if (listed == null || !Objects.equals(path, listedPath)) {
                close();
                listed = fetch(path);
                listedPath = path;
            }
            return listed.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private EntrySpool fetch(@Nullable EntryPath path) throws IOException {
        EntrySpool spool = new EntrySpool(folder);
        try {
            calls.entries(path == null ? null : path.toString(), spool::clear, line -> spool.add(checked(line, path)));
            spool.finish();
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        if (path == null && spool.count() != version.entries()) {
            spool.close();
            throw wrong(spool.count() + " entries where there are " + version.entries());
        }
        return spool;
    }

    private EntryAt checked(EntryLine line, @Nullable EntryPath asked) {
        EntryAt at = entry(line);
        EntryPath path = at.entry().path();
        if (viewPaths.stream().noneMatch(above -> isWithin(path, above)) || (asked != null && !isWithin(path, asked))) {
            throw wrong(path + ", which was not asked for");
        }
        return at;
    }

    private static boolean isWithin(EntryPath path, EntryPath above) {
        return path.equals(above) || path.startsWithFolder(above);
    }

    @Override
    public Optional<EntryAt> lookup(EntryPath path) {
        return calls.entry(path.toString()).map(line -> checked(line, path));
    }

    private EntryAt entry(EntryLine line) {
        Sha256 sha256 = line.sha256();
        Long ordinal = line.ordinal();
        if (sha256 == null || ordinal == null) {
            throw wrong(line.path() + " without hash or ordinal");
        }
        try {
            EntryPath path = EntryPath.of(line.path());
            return new EntryAt(
                    ordinal, new Entry(path, line.size(), sha256, fragments(line.fragmentList()), Meta.NONE));
        } catch (InvalidManifest e) {
            throw wrong("an entry that the format does not know: " + e.getMessage());
        }
    }

    private static Fragments fragments(@Nullable JsonNode list) {
        if (list == null) {
            return Fragments.SINGLE;
        }
        if (list.isArray()) {
            List<FragmentRef> refs = new ArrayList<>();
            list.forEach(ref -> refs.add(new FragmentRef(
                    Sha256.parse(ref.path("sha256").asText()), ref.path("size").asLong())));
            return new Fragments.Listed(refs);
        }
        return new Fragments.Paged(
                Sha256.parse(list.path("root").asText()), list.path("count").asLong());
    }

    private ClientException wrong(String what) {
        return new ClientException(
                ClientException.Kind.VERIFICATION,
                "The registry's list of what you may read of " + version.name() + " has " + what
                        + ". Nothing was taken from it; tell whoever runs the registry.");
    }

    @Override
    public void close() throws IOException {
        if (listed != null) {
            listed.close();
            listed = null;
        }
    }
}
