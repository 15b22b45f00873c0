package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.RecallCalls;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.Sha256;
import java.util.List;

/** Removes from the local store what was withdrawn after this account had it. Installed files are whoever installed them to see to. */
public final class PurgeStore {
    private final RegistryCalls calls;
    private final LocalStore store;
    private final Progress progress;

    /** Asks the registry of these calls. */
    public PurgeStore(RegistryCalls calls, LocalStore store, Progress progress) {
        this.calls = calls;
        this.store = store;
        this.progress = progress;
    }

    /** Purges, and returns how many fragments there were. Somebody who is nobody to the registry has nothing recalled. */
    public long purge() {
        List<Sha256> recalled;
        try {
            RecallCalls recalls = new RecallCalls(calls);
            recalled = Cursor.all(recalls::hashes, RecallCalls.HashPage::hashes, RecallCalls.HashPage::next);
        } catch (ClientException e) {
            // Not signed in where the public may read, or a registry of a release before.
            if (e.kind() == ClientException.Kind.DENIED || e.kind() == ClientException.Kind.NOT_FOUND) {
                return 0;
            }
            throw e;
        }
        long purged = recalled.stream().filter(store.fragments()::discard).count();
        List<Sha256> stuck = recalled.stream().filter(store.fragments()::has).toList();
        if (purged > 0) {
            progress.warn(purged + " withdrawn fragments were removed from the local store. What is recalled from you:"
                    + " bale recall list");
        }
        if (!stuck.isEmpty()) {
            progress.warn(stuck.size() + " withdrawn fragments cannot be removed from the local store in "
                    + store.root() + ". Remove that folder.");
        }
        return purged;
    }
}
