package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.grants.AccessAt.Candidate;
import dev.bale.registry.api.grants.FindScope.Scope;
import dev.bale.registry.api.grants.ListReaders.Reach;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.access.AppliedGrant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says who would gain or lose what on a package by a change, without making it. */
@ApplicationScoped
class WhatIf {
    private static final int BATCH = 500;

    private final FindScope findScope;
    private final Principals principals;
    private final AccessAt accessAt;
    private final Clock clock;

    WhatIf(FindScope findScope, Principals principals, AccessAt accessAt, Clock clock) {
        this.findScope = findScope;
        this.principals = principals;
        this.accessAt = accessAt;
        this.clock = clock;
    }

    /** A change: grants to make on the package, grants to revoke, members to add to or remove from teams, accounts to disable. */
    record Change(
            @Valid @Size(max = 100) @Nullable List<@NotNull GrantRequest> grants,
            @Size(max = 1_000) @Nullable List<@NotBlank String> revoke,
            @Valid @Size(max = 1_000) @Nullable List<@NotNull Member> addMembers,
            @Valid @Size(max = 1_000) @Nullable List<@NotNull Member> removeMembers,
            @Size(max = 1_000) @Nullable List<@NotBlank String> disable) {}

    /** An account of a team. */
    record Member(@NotBlank String team, @NotBlank String account) {}

    /** Somebody for whom the change changes something. {@code effect} is gains, loses or changes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Effect(
            String account,
            String kind,
            String effect,
            @Nullable Reach before,
            @Nullable Reach after) {}

    /** A part of the effects, by name; {@code next} is the name after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Effects(List<Effect> effects, @Nullable String next) {}

    private record Proposal(
            List<AppliedGrant> made,
            Set<Long> revoked,
            Set<String> replaced,
            List<Move> joining,
            List<Move> leaving,
            Set<String> disabled) {}

    private record Move(String teamKey, String account) {}

    /** Accounts for whom the change changes what they may do with the package. */
    @Transactional
    Effects effects(Principal caller, String namespace, String name, Change change, String after, int limit) {
        Scope scope = findScope.seen(caller, namespace, name);
        long inPackage = Objects.requireNonNull(scope.packageId());
        Proposal proposal = proposal(change, inPackage);
        Instant now = clock.instant();
        List<Effect> effects = new ArrayList<>();
        String last = after;
        while (effects.size() <= limit) {
            List<Candidate> candidates = accessAt.candidates(now, last, BATCH);
            List<Candidate> changed =
                    candidates.stream().map(one -> changed(one, proposal)).toList();
            List<Candidate> all = new ArrayList<>(candidates);
            all.addAll(changed);
            List<AppliedGrant> grants = accessAt.grants(all, inPackage, now);
            List<AppliedGrant> then = then(grants, proposal);
            for (int i = 0; i < candidates.size(); i++) {
                Effect effect =
                        effect(candidates.get(i), Reach.of(candidates.get(i), grants), Reach.of(changed.get(i), then));
                if (effect != null) {
                    effects.add(effect);
                }
            }
            if (candidates.size() < BATCH) {
                break;
            }
            last = candidates.getLast().name();
        }
        List<Effect> shown = effects.stream().limit(limit).toList();
        return new Effects(shown, effects.size() > limit ? shown.getLast().account() : null);
    }

    private static @Nullable Effect effect(Candidate candidate, @Nullable Reach before, @Nullable Reach after) {
        if (before == null && after == null) {
            return null;
        }
        String effect = before == null ? "gains" : after == null ? "loses" : "changes";
        boolean same = before != null
                && after != null
                && Objects.equals(before.role(), after.role())
                && Objects.equals(before.paths(), after.paths())
                && Objects.equals(before.registryAdmin(), after.registryAdmin());
        return same ? null : new Effect(candidate.name(), candidate.kind(), effect, before, after);
    }

    private Proposal proposal(Change change, long inPackage) {
        List<GrantRequest> grants = orEmpty(change.grants());
        List<AppliedGrant> made = IntStream.range(0, grants.size())
                .mapToObj(index -> applied(grants.get(index), inPackage, -1L - index))
                .toList();
        return new Proposal(
                made,
                orEmpty(change.revoke()).stream().map(WhatIf::id).collect(Collectors.toSet()),
                made.stream().map(WhatIf::place).collect(Collectors.toSet()),
                moves(change.addMembers()),
                moves(change.removeMembers()),
                new HashSet<>(orEmpty(change.disable())));
    }

    private AppliedGrant applied(GrantRequest request, long inPackage, long id) {
        EntryPath path = request.parsedPath();
        return new AppliedGrant(
                id,
                principals.find(request.principal()).key().text(),
                request.parsedRole().text(),
                inPackage,
                path == null ? null : path.toString(),
                request.expiresAt());
    }

    /** A principal has one grant for a scope and path. */
    private static String place(AppliedGrant grant) {
        return grant.principal() + " " + grant.packageId() + " " + grant.path();
    }

    private List<Move> moves(@Nullable List<Member> members) {
        return orEmpty(members).stream()
                .map(member ->
                        new Move(principals.find("team:" + member.team()).key().text(), member.account()))
                .toList();
    }

    private static long id(String grant) {
        try {
            return Long.parseLong(grant);
        } catch (NumberFormatException e) {
            throw new Invalid("`revoke` has ids of grants, and " + grant + " is none.");
        }
    }

    private static Candidate changed(Candidate candidate, Proposal proposal) {
        Set<String> keys = new HashSet<>(candidate.keys());
        proposal.joining().stream()
                .filter(move -> move.account().equals(candidate.name()))
                .forEach(move -> keys.add(move.teamKey()));
        proposal.leaving().stream()
                .filter(move -> move.account().equals(candidate.name()))
                .forEach(move -> keys.remove(move.teamKey()));
        return new Candidate(
                candidate.name(),
                candidate.kind(),
                candidate.disabled() || proposal.disabled().contains(candidate.name()),
                candidate.admin(),
                keys);
    }

    private static List<AppliedGrant> then(List<AppliedGrant> grants, Proposal proposal) {
        List<AppliedGrant> then = new ArrayList<>(proposal.made());
        grants.stream()
                .filter(grant -> !proposal.revoked().contains(grant.id())
                        && !proposal.replaced().contains(place(grant)))
                .forEach(then::add);
        return then;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
