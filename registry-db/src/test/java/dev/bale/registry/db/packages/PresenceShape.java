package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One way to keep where fragments are. */
interface PresenceShape {
    /** An entry whose content changes in a version; {@code before} is what lay there, null in the first version. */
    record Change(
            int entry, @org.jspecify.annotations.Nullable Sha256 before, Sha256 after) {}

    String name();

    /** Writes what a version changes, in transactions of its own choice. */
    void write(long logId, List<Change> changes);

    /** Tables that this shape alone needs. */
    List<String> tables();

    /** Reads where a fragment is and answers how many rows were read. */
    int trace(Sha256 fragment, int limit);

    /** Which of these fragments lie in undeleted versions that the reader may read. */
    Set<Sha256> held(Map<Sha256, Long> fragments, long reader);
}
