package dev.bale.client.push;

import dev.bale.client.folder.LocalFile;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Sha256;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the fragments of a version lie. Holds in memory the fragments of split files only, one per 16 MiB, and the
 * files whose name on disk is not in NFC; a file of one fragment is found by the leaf that lists it.
 */
final class FragmentSources {
    private final Path root;
    private final Map<Sha256, FragmentSource> ofSplitFiles = new HashMap<>();
    private final Map<EntryPath, Path> otherwiseNamed = new HashMap<>();
    private long count;

    FragmentSources(Path root) {
        this.root = root;
    }

    void add(LocalFile file, List<FragmentRef> fragments) {
        if (!file.path().toString().replace('\\', '/').endsWith(file.entry().toString())) {
            otherwiseNamed.put(file.entry(), file.path());
        }
        count += Math.max(1, fragments.size());
        long offset = 0;
        for (FragmentRef fragment : fragments) {
            ofSplitFiles.putIfAbsent(
                    fragment.sha256(),
                    new FragmentSource(fragment.sha256(), file.path(), file.entry(), offset, fragment.size(), false));
            offset += fragment.size();
        }
    }

    /** Fragments of all files; one that occurs twice counts twice. */
    long count() {
        return count;
    }

    /** The source of a fragment of a split file. */
    Optional<FragmentSource> ofSplitFile(Sha256 sha256) {
        return Optional.ofNullable(ofSplitFiles.get(sha256));
    }

    /** The source of the one fragment of an entry; nothing for an entry of several. */
    Optional<FragmentSource> ofEntry(Entry entry) {
        if (!(entry.fragments() instanceof Fragments.Single)) {
            return Optional.empty();
        }
        Path named = otherwiseNamed.get(entry.path());
        Path file = named == null ? root.resolve(entry.path().toString()) : named;
        return Optional.of(new FragmentSource(entry.sha256(), file, entry.path(), 0, entry.size(), true));
    }
}
