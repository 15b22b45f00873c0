package dev.bale.registry.api.push;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Invalid;

/** Where the next part of what is wanted begins. */
final class WantedCursor {
    private WantedCursor() {}

    static String afterPage(Sha256 page) {
        return "p:" + page.hex();
    }

    static String afterFragment(Sha256 fragment) {
        return "f:" + fragment.hex();
    }

    static Sha256 hash(String cursor) {
        try {
            return Sha256.ofHex(cursor.substring(Math.min(2, cursor.length())));
        } catch (InvalidManifest e) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
    }
}
