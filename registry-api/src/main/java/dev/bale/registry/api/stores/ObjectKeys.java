package dev.bale.registry.api.stores;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.nio.charset.StandardCharsets;

/** Keys of objects as callers may name them: such as mean the same to every store, proxy and program in between. */
public final class ObjectKeys {
    private static final int MAX_BYTES = 1_024;

    private ObjectKeys() {}

    /** @throws Invalid for a key that no object should have */
    public static String checkKey(String key) {
        return check("key", key);
    }

    /** @throws Invalid for what is not a folder: `reports` would let in `reports-secret`, `reports/` does not */
    static String checkPrefix(String prefix) {
        if (!prefix.endsWith("/")) {
            throw new Invalid("`prefix` is a folder and ends with a slash, such as `exports/2026/`.");
        }
        return check("prefix", prefix);
    }

    private static String check(String what, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (text.isEmpty() || bytes.length > MAX_BYTES) {
            throw new Invalid("`" + what + "` has 1 to " + MAX_BYTES + " bytes, not " + bytes.length + ".");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new Invalid("`" + what + "` has a control character or is not Unicode text. Rename the object.");
        }
        for (String component : text.split("/", -1)) {
            // Programs on the way to the store take such components out, and some stores do so themselves.
            if (component.equals(".") || component.equals("..")) {
                throw new Invalid("`" + what + "` has a component `" + component + "`. Rename the object.");
            }
        }
        return text;
    }
}
