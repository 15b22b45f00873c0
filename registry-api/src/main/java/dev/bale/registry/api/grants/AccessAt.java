package dev.bale.registry.api.grants;

import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.access.Policy;
import dev.bale.registry.api.access.PublicReaders;
import dev.bale.registry.db.access.AccessHistoryRepository;
import dev.bale.registry.db.access.AccessHistoryRepository.AccountAt;
import dev.bale.registry.db.access.AccessHistoryRepository.MemberAt;
import dev.bale.registry.db.access.AppliedGrant;
import dev.bale.registry.db.access.PrincipalKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks {@link Policy} about anybody, now or at a moment in the past. */
@ApplicationScoped
class AccessAt {
    private final AccessHistoryRepository history;
    private final PublicReaders publicReaders;

    AccessAt(AccessHistoryRepository history, PublicReaders publicReaders) {
        this.history = history;
        this.publicReaders = publicReaders;
    }

    /** Somebody with all principals whose grants count for him. */
    record Candidate(String name, String kind, boolean disabled, boolean admin, Set<String> keys) {}

    /** One principal: an account with its teams, a team, or an audience alone. */
    Candidate candidate(PrincipalKey key, Instant at) {
        if (key.accountId() != null) {
            return history.account(key.accountId(), at)
                    .map(account -> candidates(List.of(account), at).getFirst())
                    .orElse(new Candidate("", "account", true, false, Set.of()));
        }
        Set<String> keys = new HashSet<>(audiences(!"public".equals(key.audience())));
        keys.add(key.text());
        return new Candidate(key.text(), key.teamId() == null ? key.text() : "team", false, false, keys);
    }

    /** The next accounts by name. */
    List<Candidate> candidates(Instant at, String after, int limit) {
        return candidates(history.accounts(at, after, limit), at);
    }

    /** These accounts, by id. */
    Map<Long, Candidate> candidates(Collection<Long> ids, Instant at) {
        List<AccountAt> accounts = history.accounts(ids, at);
        List<Candidate> candidates = candidates(accounts, at);
        Map<Long, Candidate> byId = new HashMap<>();
        for (int i = 0; i < accounts.size(); i++) {
            byId.put(accounts.get(i).id(), candidates.get(i));
        }
        return byId;
    }

    private List<Candidate> candidates(List<AccountAt> accounts, Instant at) {
        Map<Long, Set<String>> keys = new HashMap<>();
        accounts.forEach(account -> {
            Set<String> own = new HashSet<>(audiences(true));
            own.add("account:" + account.id());
            keys.put(account.id(), own);
        });
        for (MemberAt member : history.teams(keys.keySet(), at)) {
            keys.getOrDefault(member.accountId(), new HashSet<>()).add("team:" + member.teamId());
        }
        return accounts.stream()
                .map(account -> new Candidate(
                        account.name(),
                        account.kind(),
                        account.disabled(),
                        account.admin(),
                        keys.getOrDefault(account.id(), Set.of())))
                .toList();
    }

    private Set<String> audiences(boolean signedIn) {
        Set<String> audiences = new HashSet<>();
        if (signedIn) {
            audiences.add("everyone");
        }
        if (publicReaders.allowed()) {
            audiences.add("public");
        }
        return audiences;
    }

    /** What the candidate could do with a package. */
    Decision decide(Candidate candidate, long packageId, Action action, Instant at) {
        return decide(candidate, grants(List.of(candidate), packageId, at), action);
    }

    /** What the candidate could do with a namespace itself. */
    Decision decideOnNamespace(Candidate candidate, long namespaceId, Action action, Instant at) {
        return decide(candidate, history.grants(candidate.keys(), namespaceId, null, at), action);
    }

    /** The grants of all these candidates that concerned the package. */
    List<AppliedGrant> grants(List<Candidate> candidates, long packageId, Instant at) {
        Set<String> keys = new HashSet<>();
        candidates.forEach(candidate -> keys.addAll(candidate.keys()));
        return history.grants(keys, history.namespaceOf(packageId, at), packageId, at);
    }

    /** What the candidate could do by those of the grants that count for him. */
    static Decision decide(Candidate candidate, List<AppliedGrant> grants, Action action) {
        if (candidate.disabled()) {
            return Decision.NO;
        }
        List<AppliedGrant> own = new ArrayList<>();
        for (AppliedGrant grant : grants) {
            if (candidate.keys().contains(grant.principal())) {
                own.add(grant);
            }
        }
        return Policy.decide(candidate.admin(), own, action);
    }
}
