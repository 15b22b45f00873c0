package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.registry.Fragment;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.Wanted;
import dev.bale.manifest.Entry;
import dev.bale.manifest.Page;
import dev.bale.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the pages that the registry wants, parents before children, and passes on the fragments it turns out to want.
 * Where the bytes of a fragment lie is known from the leaf that was just sent; for the rest all leaves are looked
 * through once.
 */
final class PageExchange {
    private static final int BATCH_BYTES = 8 << 20;

    /** Fragments whose place is not known yet; about 40 MB. */
    private static final int UNPLACED = 250_000;

    private final PushCalls push;
    private final PreparedVersion version;
    private final FragmentUploads uploads;
    private final int pagesPerRequest;
    private final Deque<Sha256> wantedPages = new ArrayDeque<>();
    private final Set<Sha256> unplaced = new HashSet<>();

    PageExchange(PushCalls push, PreparedVersion version, FragmentUploads uploads, RegistryLimits limits) {
        this.push = push;
        this.version = version;
        this.uploads = uploads;
        this.pagesPerRequest = limits.pagesPerRequest();
    }

    /** Sends the tree from its root. */
    void sendFromRoot() {
        wantedPages.add(version.tree().root());
        send();
    }

    /** Goes on where an earlier run stopped: everything that the registry lists as wanted. */
    void resume() {
        String cursor = null;
        do {
            cursor = takeListed(push.wanted(cursor));
        } while (cursor != null);
        send();
    }

    private @Nullable String takeListed(Wanted wanted) {
        wantedPages.addAll(wanted.pages());
        for (Fragment fragment : wanted.fragments()) {
            offer(fragment, Map.of());
        }
        return wanted.next();
    }

    private void send() {
        while (!wantedPages.isEmpty()) {
            Map<Sha256, FragmentSource> inBatch = new HashMap<>();
            Wanted wanted = push.addPages(batch(inBatch));
            wantedPages.addAll(wanted.pages());
            for (Fragment fragment : wanted.fragments()) {
                offer(fragment, inBatch);
            }
        }
        placeRest();
    }

    private byte[] batch(Map<Sha256, FragmentSource> inBatch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 20);
        int pages = 0;
        while (!wantedPages.isEmpty() && pages < pagesPerRequest) {
            byte[] page = version.pages().read(wantedPages.peekFirst());
            if (pages > 0 && body.size() + page.length > BATCH_BYTES) {
                break;
            }
            wantedPages.removeFirst();
            body.write(page, 0, page.length);
            pages++;
            for (Entry entry : Page.parse(page).entries()) {
                version.sources().ofEntry(entry).ifPresent(source -> inBatch.put(source.sha256(), source));
            }
        }
        return body.toByteArray();
    }

    private void offer(Fragment fragment, Map<Sha256, FragmentSource> known) {
        FragmentSource source = known.get(fragment.sha256());
        if (source == null) {
            source = version.sources().ofSplitFile(fragment.sha256()).orElse(null);
        }
        if (source != null) {
            uploads.offer(source);
            return;
        }
        unplaced.add(fragment.sha256());
        if (unplaced.size() >= UNPLACED) {
            placeRest();
        }
    }

    /** Looks through all leaves for the fragments whose place is not known. */
    private void placeRest() {
        if (unplaced.isEmpty()) {
            return;
        }
        version.pages().forEach(page -> {
            for (Entry entry : page.entries()) {
                if (unplaced.contains(entry.sha256())) {
                    Optional<FragmentSource> source = version.sources().ofEntry(entry);
                    if (source.isPresent()) {
                        unplaced.remove(entry.sha256());
                        uploads.offer(source.get());
                    }
                }
            }
        });
        if (!unplaced.isEmpty()) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    "The registry wants " + unplaced.size() + " fragments that are not part of this version, "
                            + unplaced.iterator().next() + " among them.");
        }
    }
}
