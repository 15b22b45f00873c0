package dev.bale.registry.api.push;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.packages.Fragment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fragments that pages or patch lines name, each once, with its size in bytes. */
class NamedFragments {
    private final Map<Sha256, Long> sizes = new LinkedHashMap<>();

    void add(Fragment fragment) {
        Long before = sizes.putIfAbsent(fragment.sha256(), fragment.size());
        if (before != null) {
            checkSize(fragment.sha256(), before, fragment.size());
        }
    }

    Map<Sha256, Long> sizes() {
        return sizes;
    }

    static void checkSize(Sha256 sha256, long before, long now) {
        if (before != now) {
            throw new InvalidManifest(
                    InvalidManifest.Code.FRAGMENTS,
                    "fragment " + sha256 + " is named with two sizes, " + before + " and " + now + " bytes");
        }
    }
}
