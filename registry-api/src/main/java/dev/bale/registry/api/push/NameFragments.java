package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.PresenceRepository;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notes which fragments a push names, and decides which of them need no upload. */
@ApplicationScoped
class NameFragments {
    private final PresenceRepository presence;
    private final PushContentRepository content;
    private final Quotas quotas;
    private final Access access;

    NameFragments(PresenceRepository presence, PushContentRepository content, Quotas quotas, Access access) {
        this.presence = presence;
        this.content = content;
        this.quotas = quotas;
        this.access = access;
    }

    /** Notes the fragments in the running transaction and reserves room for those that are wanted, which it answers. */
    List<PushView.Fragment> name(Principal principal, FindPush.Found found, NamedFragments fragments) {
        long push = found.push().id();
        Map<Sha256, FragmentRow> known =
                content.fragments(push, fragments.sizes().keySet());
        Map<Sha256, Long> unknown = new HashMap<>();
        fragments.sizes().forEach((sha256, size) -> {
            FragmentRow before = known.get(sha256);
            if (before == null) {
                unknown.put(sha256, size);
            } else {
                NamedFragments.checkSize(sha256, before.size(), size);
            }
        });
        Set<Sha256> held = held(principal, found, unknown);
        List<FragmentRow> added = new ArrayList<>();
        unknown.forEach((sha256, size) ->
                added.add(new FragmentRow(sha256, size, held.contains(sha256) ? "pinned" : "wanted")));
        content.addFragments(push, added);
        quotas.reserve(
                found.inPackage(),
                push,
                added.stream()
                        .filter(fragment -> fragment.state().equals("wanted"))
                        .mapToLong(FragmentRow::size)
                        .sum(),
                0);
        return fragments.sizes().entrySet().stream()
                .filter(fragment -> wanted(known.get(fragment.getKey()), held.contains(fragment.getKey())))
                .map(fragment -> new PushView.Fragment(fragment.getKey().toString(), fragment.getValue()))
                .toList();
    }

    /** Those that the pusher may skip now. */
    Set<Sha256> held(Principal principal, FindPush.Found found, Map<Sha256, Long> fragments) {
        return presence.held(
                fragments,
                found.inPackage().storeId(),
                access.readerFilter(principal),
                found.inPackage().id(),
                principal.accountId());
    }

    private static boolean wanted(@org.jspecify.annotations.Nullable FragmentRow known, boolean held) {
        return known == null ? !held : known.state().equals("wanted");
    }
}
