package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.Wanted;
import dev.bale.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;

/** Sends the metadata objects that the registry wants. It lists them in the order of their hashes, in which they lie here. */
final class MetadataExchange {
    private static final int BATCH_BYTES = 6 << 20;

    private final PushCalls push;
    private final EntryMetadata metadata;
    private final int objectsPerRequest;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private int objects;

    MetadataExchange(PushCalls push, EntryMetadata metadata, RegistryLimits limits) {
        this.push = push;
        this.metadata = metadata;
        this.objectsPerRequest = Math.max(1, limits.metadataPerRequest());
    }

    /** Sends all that is wanted; all pages must have been sent. */
    void send() throws IOException {
        Iterator<SortedSpool.Item> stored = metadata.stored();
        String cursor = null;
        do {
            Wanted wanted = push.wanted(cursor);
            for (Sha256 hash : wanted.metadata()) {
                add(find(stored, hash));
            }
            // Fragments come after all metadata, and are not for us.
            cursor = wanted.fragments().isEmpty() ? wanted.next() : null;
        } while (cursor != null);
        flush();
    }

    private static byte[] find(Iterator<SortedSpool.Item> stored, Sha256 hash) {
        while (stored.hasNext()) {
            SortedSpool.Item item = stored.next();
            if (EntryMetadata.hash(item).equals(hash)) {
                return item.value();
            }
        }
        throw new ClientException(
                ClientException.Kind.CONFLICT,
                "The registry wants metadata " + hash
                        + ", which was to be kept from a version that it does not have any"
                        + " more. Run the same command again.");
    }

    private void add(byte[] object) {
        if (objects == objectsPerRequest || batch.size() + object.length + 1 > BATCH_BYTES) {
            flush();
        }
        batch.writeBytes(object);
        batch.write('\n');
        objects++;
    }

    private void flush() {
        if (objects > 0) {
            push.addMetadata(batch.toByteArray());
            batch.reset();
            objects = 0;
        }
    }
}
