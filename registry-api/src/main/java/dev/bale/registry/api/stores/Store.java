package dev.bale.registry.api.stores;

import dev.bale.presign.ObjectStore;
import dev.bale.presign.Presigner;
import dev.bale.presign.StoreException;
import dev.bale.presign.StoreMode;
import dev.bale.presign.StoreSettings;
import dev.bale.presign.Verification;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store with what it takes to use it. {@code mode} is null until its self-test has run, and for an external store, whose data is
 * others' and which is never written.
 */
public record Store(
        long id,
        Presigner presigner,
        ObjectStore objects,
        boolean external,
        @Nullable StoreMode mode) {

    /** By which administrators call it. */
    public String name() {
        return objects.settings().name();
    }

    /** Whether the folder of another store of the same bucket and this store's own keys have any in common. */
    boolean meets(Store other, String folder) {
        StoreSettings mine = objects.settings();
        StoreSettings others = other.objects.settings();
        String own = mine.prefix().isEmpty() ? "" : mine.prefix() + "/";
        return mine.bucket().equals(others.bucket())
                && mine.endpoint().getAuthority().equals(others.endpoint().getAuthority())
                && (own.startsWith(folder) || folder.startsWith(own));
    }

    /** The mode as people read it. */
    String modeText() {
        if (external) {
            return "external";
        }
        return mode == null ? "untested" : mode.name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing is known against signing URLs for it. External stores are not written, and so not tested. */
    boolean trusted() {
        return external || (mode != null && mode != StoreMode.REFUSED);
    }

    /**
     * How uploads to this store are verified.
     *
     * @throws Unavailable while the store has not proven what presigned URLs rely on
     */
    public Verification verification() {
        requireTrusted();
        return new Verification(objects, mode == null ? StoreMode.VERIFY : mode);
    }

    /** Refuses to sign uploads for a store that has not proven that it keeps to signatures. */
    public void requireTrusted() {
        if (external || mode == null || mode == StoreMode.REFUSED) {
            throw new Unavailable(
                    "The store " + objects.settings().name()
                            + " has not passed its self-test, so nothing is uploaded to it. Ask whoever runs this registry.",
                    true);
        }
    }

    /** Asks the store; its failures become answers that tell the client to try again. */
    public static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            throw new Unavailable(
                    "The object storage does not answer as it should: " + e.getMessage() + ". Try again.", true);
        }
    }

    /** Like {@link #asking(Supplier)}, for calls without an answer. */
    public static void asking(Runnable call) {
        asking(() -> {
            call.run();
            return true;
        });
    }
}
