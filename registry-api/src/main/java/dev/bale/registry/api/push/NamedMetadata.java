package dev.bale.registry.api.push;

import dev.bale.manifest.Entry;
import dev.bale.manifest.Meta;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.TreeReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The metadata objects that entries name and that must be sent. One need not be sent where a base has it at the same path, and only
 * there: that it is stored, for whomever, is no reason, or knowing its hash would be a claim to it.
 */
class NamedMetadata {
    private final List<TreeReader> bases;
    private final Set<Sha256> toSend = new LinkedHashSet<>();
    private boolean any;

    NamedMetadata(BaseTrees.Bases bases) {
        this.bases = bases.readers();
    }

    void add(Entry entry) {
        switch (entry.meta()) {
            case Meta.None _ -> {}
            case Meta.Inline _ -> any = true;
            case Meta.Stored stored -> {
                any = true;
                if (!toSend.contains(stored.sha256()) && !inBase(entry)) {
                    toSend.add(stored.sha256());
                }
            }
        }
    }

    private boolean inBase(Entry entry) {
        return bases.stream()
                .anyMatch(base -> base.lookup(entry.path())
                        .filter(found -> found.entry().meta().equals(entry.meta()))
                        .isPresent());
    }

    /** Those that no base has at the path that names them. */
    Set<Sha256> toSend() {
        return toSend;
    }

    /** Whether an entry has metadata, here or stored apart. */
    boolean any() {
        return any;
    }
}
