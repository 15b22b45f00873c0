package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.push.PushRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks again, in the commit's transaction, whatever a push was allowed to skip: a base or a holder may be gone by now. */
@ApplicationScoped
class HeldAtCommit {
    private static final int BATCH = 5_000;

    private final PushRepository pushes;
    private final PushContentRepository content;
    private final NameFragments nameFragments;
    private final PackageRepository packages;
    private final Access access;

    HeldAtCommit(
            PushRepository pushes,
            PushContentRepository content,
            NameFragments nameFragments,
            PackageRepository packages,
            Access access) {
        this.pushes = pushes;
        this.content = content;
        this.nameFragments = nameFragments;
        this.packages = packages;
        this.access = access;
    }

    void check(Principal principal, FindPush.Found found) {
        long push = found.push().id();
        boolean lostBase = !packages.ofBases(push).stream().allMatch(base -> access.mayReadWhole(principal, base));
        if (lostBase || pushes.lostBases(push) > 0) {
            throw Conflict.pushClosed(
                    "A version that this push relies on is gone, withdrawn or no longer yours to read. Begin a new push.");
        }
        Sha256 after = null;
        while (true) {
            List<FragmentRow> pinned = content.fragmentsIn(push, "pinned", after, BATCH);
            if (pinned.isEmpty()) {
                return;
            }
            checkPinned(principal, found, pinned);
            after = pinned.getLast().sha256();
        }
    }

    private void checkPinned(Principal principal, FindPush.Found found, List<FragmentRow> pinned) {
        Map<Sha256, Long> sizes = new HashMap<>();
        pinned.forEach(fragment -> sizes.put(fragment.sha256(), fragment.size()));
        Set<Sha256> lost = new HashSet<>(sizes.keySet());
        lost.removeAll(nameFragments.held(principal, found, sizes));
        if (!lost.isEmpty()) {
            throw Conflict.pushClosed(
                    "Fragments that this push was told to skip are gone or no longer yours to read. Begin a new push.");
        }
    }
}
