package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.access.View;
import dev.bale.registry.api.grants.AccessAt.Candidate;
import dev.bale.registry.api.grants.FindScope.Scope;
import dev.bale.registry.db.access.AppliedGrant;
import dev.bale.registry.db.access.GrantListRepository;
import dev.bale.registry.db.access.GrantRow;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.packages.PackageRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whether somebody may do something, and by which grants, or why not; now or at a moment in the past. */
@ApplicationScoped
class ExplainAccess {
    private final FindScope findScope;
    private final Principals principals;
    private final AccessAt accessAt;
    private final GrantListRepository lists;
    private final Access access;
    private final Clock clock;

    ExplainAccess(
            FindScope findScope,
            Principals principals,
            AccessAt accessAt,
            GrantListRepository lists,
            Access access,
            Clock clock) {
        this.findScope = findScope;
        this.principals = principals;
        this.accessAt = accessAt;
        this.lists = lists;
        this.access = access;
        this.clock = clock;
    }

    /** The question; {@code principal} null asks for oneself, {@code path} null for the whole package, {@code at} null for now. */
    record Question(
            @Nullable String principal,
            Action action,
            @Nullable EntryPath path,
            @Nullable Instant at) {}

    /** The answer. {@code paths} is what may be read where that is not all; {@code at} is the moment where one was asked for; {@code reason} is for people. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Explanation(
            boolean allowed,
            PrincipalView principal,
            String action,
            @Nullable String path,
            @Nullable Instant at,
            List<GrantView> grants,
            @Nullable List<String> paths,
            String reason) {}

    /** Explains. Whoever may not see the grants of the package may ask about himself, where he may read it. */
    @Transactional
    Explanation explain(Principal caller, String namespace, String name, Question question) {
        boolean self = question.principal() == null || question.principal().equals(caller.name());
        PackageName checked = new PackageName(namespace, name);
        PackageRow inPackage = self
                ? access.readable(caller, checked.namespace(), checked.name()).inPackage()
                : scopePackage(findScope.seen(caller, namespace, name));
        Principals.Named who = self
                ? new Principals.Named(new PrincipalKey.Account(caller.accountId()), "account", caller.name())
                : principals.find(String.valueOf(question.principal()));
        Instant at = question.at() == null ? clock.instant() : question.at();
        Candidate candidate = accessAt.candidate(who.key(), at);
        Decision decision = accessAt.decide(candidate, inPackage.id(), question.action(), at);
        boolean allowed = decision.allowed()
                && (question.path() == null
                        ? decision.view().whole()
                        : decision.view().covers(question.path()));
        List<GrantView> by = decision.all().stream()
                .filter(grant -> question.path() == null || covers(grant, question.path()))
                .map(grant -> GrantView.of(lists.one(grant.id()).orElseThrow()))
                .toList();
        return new Explanation(
                allowed,
                who.view(),
                question.action().text(),
                question.path() == null ? null : question.path().toString(),
                question.at(),
                by,
                decision.view().whole() || !decision.allowed()
                        ? null
                        : decision.view().paths().stream()
                                .map(EntryPath::toString)
                                .toList(),
                reason(who, candidate, decision, allowed, by));
    }

    private static boolean covers(AppliedGrant grant, EntryPath path) {
        return grant.path() == null
                || View.of(List.of(EntryPath.of(grant.path()))).covers(path);
    }

    private static PackageRow scopePackage(Scope scope) {
        return Optional.ofNullable(scope.inPackage()).orElseThrow();
    }

    private static String reason(
            Principals.Named who, Candidate candidate, Decision decision, boolean allowed, List<GrantView> by) {
        if (candidate.disabled()) {
            return "The account " + who.text() + " is disabled.";
        }
        if (allowed && by.isEmpty()) {
            return who.text() + " administers the registry; no grant allows it.";
        }
        if (allowed) {
            GrantView first = by.getFirst();
            return "Grant " + first.grant() + " allows it: " + first.principal().kind() + " "
                    + Optional.ofNullable(first.principal().name()).orElse("") + " is " + first.role() + " of "
                    + first.namespace() + "/"
                    + Optional.ofNullable(first.name()).orElse("")
                    + Optional.ofNullable(first.path()).map(path -> "//" + path).orElse("") + ".";
        }
        return decision.allowed()
                ? "Only some paths of the package may be read, not this."
                : "No grant allows it: none to " + who.text() + ", to a team of its, to everyone or to the public.";
    }

    /** The principal of a grant. */
    PrincipalKey key(GrantRow row) {
        return switch (row.principalKind()) {
            case "account", "team" ->
                principals.find(row.principalKind() + ":" + row.principalName()).key();
            default -> new PrincipalKey.Audience(row.principalKind());
        };
    }

    /** The grants by which an account may still read where that grant was good. */
    List<GrantView> still(long account, GrantRow revoked) {
        Instant now = clock.instant();
        Candidate candidate = accessAt.candidate(new PrincipalKey.Account(account), now);
        Decision decision = revoked.packageId() == null
                ? accessAt.decideOnNamespace(candidate, revoked.namespaceId(), Action.READ, now)
                : accessAt.decide(candidate, revoked.packageId(), Action.READ, now);
        return decision.all().stream()
                .map(grant -> GrantView.of(lists.one(grant.id()).orElseThrow()))
                .toList();
    }
}
