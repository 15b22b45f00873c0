package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.withdrawals.FindTarget.Target;
import dev.bale.registry.db.withdrawals.AffectedRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRepository;
import dev.bale.registry.db.withdrawals.WithdrawnRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws. It waits for the hand-outs and commits that are under way on any replica and holds off others until it is committed: what
 * began before has written its event by then, and nothing that began before can commit after.
 */
@ApplicationScoped
class Withdraw {
    /** The note of an event that needs no grant. */
    static final String BY_ADMIN = "registry-admin";

    private static final int BATCH = 10_000;
    private static final int SECONDS = 600;

    private final FindTarget findTarget;
    private final FindHolders findHolders;
    private final WithdrawnRepository withdrawn;
    private final WithdrawalRepository withdrawals;
    private final AffectedRepository affected;
    private final Access access;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final Clock clock;

    Withdraw(
            FindTarget findTarget,
            FindHolders findHolders,
            WithdrawnRepository withdrawn,
            WithdrawalRepository withdrawals,
            AffectedRepository affected,
            Access access,
            RecordEvent recordEvent,
            RegistryConfig config,
            Clock clock) {
        this.findTarget = findTarget;
        this.findHolders = findHolders;
        this.withdrawn = withdrawn;
        this.withdrawals = withdrawals;
        this.affected = affected;
        this.access = access;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /** A withdrawal, what it affects, and until when URLs live that were handed out before, where any do. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Made(
            WithdrawalView withdrawal,
            Effect effect,
            @Nullable Instant urlsExpireAt) {}

    /** What withdrawing that would affect. */
    Effect preview(Principal principal, WithdrawalRequest.What what) {
        Target target = findTarget.find(principal, what);
        return effect(target).withPeople(people(target.row()));
    }

    /** Withdraws. Repeated by the same account with the same words it answers the withdrawal that is there. */
    Made withdraw(Principal principal, WithdrawalRequest request) {
        Target target = findTarget.find(principal, request.what());
        Effect effect = effect(target);
        return QuarkusTransaction.requiringNew().timeout(SECONDS).call(() -> make(principal, request, target, effect));
    }

    private long people(WithdrawalRepository.Target row) {
        Set<Long> people = new HashSet<>();
        FindHolders.Consumer count = (accounts, published) -> accounts.stream()
                .filter(account -> account > 0 && people.size() < Effect.COUNTED)
                .forEach(people::add);
        Long version = row.versionId();
        Sha256 sha256 = row.sha256();
        if (version != null) {
            findHolders.ofVersion(version, count);
        } else if (sha256 != null) {
            findHolders.of(sha256, count);
        }
        return people.size();
    }

    private Effect effect(Target target) {
        return QuarkusTransaction.requiringNew().timeout(SECONDS).call(() -> Effect.of(affected, target));
    }

    private Made make(Principal principal, WithdrawalRequest request, Target target, Effect effect) {
        withdrawn.holdAll();
        access.holdEnabled(principal);
        Optional<Long> before =
                withdrawals.same(target.row(), request.reason(), request.ticket(), principal.accountId());
        long id = before.orElseGet(() -> add(principal, request, target));
        Long packageId = target.row().packageId();
        Instant since = clock.instant().minus(config.urlTtl());
        return new Made(
                WithdrawalView.of(withdrawals.find(id).orElseThrow()),
                effect,
                affected.lastHandOut(target.covered(), packageId == null ? 0 : packageId, since)
                        .map(at -> at.plus(config.urlTtl()))
                        .orElse(null));
    }

    private long add(Principal principal, WithdrawalRequest request, Target target) {
        long id = withdrawals.add(
                target.row(), request.reason(), request.ticket(), principal.accountId(), clock.instant());
        List<Sha256> covered = new ArrayList<>(target.covered());
        for (int from = 0; from < covered.size(); from += BATCH) {
            withdrawals.cover(id, covered.subList(from, Math.min(from + BATCH, covered.size())));
        }
        recordEvent.record(
                event("withdraw", id, target.row().packageId(), target.row().versionId()));
        return id;
    }

    /** What is told of an act upon a withdrawal; why it was made stands with the withdrawal. */
    static Event event(String kind, long id, @Nullable Long packageId, @Nullable Long versionId) {
        Event event = Event.of(kind).in(packageId, BY_ADMIN).detail("{\"withdrawal\":" + id + "}");
        return versionId == null ? event : event.version(versionId, null);
    }
}
