package dev.bale.registry.api.push;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the next part of what is wanted begins: in this part of the list, after this hash (null: at its beginning). */
record WantedCursor(Part part, @Nullable Sha256 hash) {
    private static final WantedCursor START = new WantedCursor(Part.PAGES, null);

    /** The parts of the list, in its order. */
    enum Part {
        PAGES("p:"),
        METADATA("m:"),
        FRAGMENTS("f:");

        private final String prefix;

        Part(String prefix) {
            this.prefix = prefix;
        }
    }

    static WantedCursor parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        try {
            Part part = Arrays.stream(Part.values())
                    .filter(each -> text.startsWith(each.prefix))
                    .findFirst()
                    .orElseThrow(WantedCursor::unknown);
            return new WantedCursor(part, Sha256.ofHex(text.substring(part.prefix.length())));
        } catch (InvalidManifest e) {
            throw unknown();
        }
    }

    private static Invalid unknown() {
        return new Invalid("The cursor in `after` is none that this registry gave.");
    }

    /** Whether the list from here on has something of that part. */
    boolean reaches(Part other) {
        return part.compareTo(other) <= 0;
    }

    /** After which hash that part begins here. */
    @Nullable Sha256 after(Part other) {
        return part == other ? hash : null;
    }

    @Override
    public String toString() {
        return part.prefix + (hash == null ? "" : hash.hex());
    }
}
