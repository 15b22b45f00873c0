package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.push.WantedCursor.Part;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.push.PushMetadataRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists everything that a push still wants: pages first, then metadata objects, then fragments. */
@ApplicationScoped
public class ListWanted {
    private final FindPush findPush;
    private final PushContentRepository content;
    private final PushMetadataRepository metadata;

    ListWanted(FindPush findPush, PushContentRepository content, PushMetadataRepository metadata) {
        this.findPush = findPush;
        this.content = content;
        this.metadata = metadata;
    }

    /** A part of the list. {@code after} is the cursor of the part before. */
    @Transactional
    public PushView.Wanted list(Principal principal, PushName name, @Nullable String after, int limit) {
        long push = findPush.open(principal, name).push().id();
        WantedCursor from = WantedCursor.parse(after);
        List<Sha256> pages =
                from.reaches(Part.PAGES) ? content.wantedPages(push, from.after(Part.PAGES), limit) : List.of();
        int room = limit - pages.size();
        List<Sha256> objects = room > 0 && from.reaches(Part.METADATA)
                ? metadata.wanted(push, from.after(Part.METADATA), room)
                : List.of();
        room -= objects.size();
        List<FragmentRow> fragments =
                room > 0 ? content.fragmentsIn(push, "wanted", from.after(Part.FRAGMENTS), room) : List.of();
        return new PushView.Wanted(
                pages.stream().map(Sha256::toString).toList(),
                objects.stream().map(Sha256::toString).toList(),
                fragments.stream()
                        .map(f -> new PushView.Fragment(f.sha256().toString(), f.size()))
                        .toList(),
                room > fragments.size() ? null : next(pages, objects, fragments).toString());
    }

    private static WantedCursor next(List<Sha256> pages, List<Sha256> objects, List<FragmentRow> fragments) {
        if (!fragments.isEmpty()) {
            return new WantedCursor(Part.FRAGMENTS, fragments.getLast().sha256());
        }
        return objects.isEmpty()
                ? new WantedCursor(Part.PAGES, pages.getLast())
                : new WantedCursor(Part.METADATA, objects.getLast());
    }
}
