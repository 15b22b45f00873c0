package dev.bale.registry.api.withdrawals;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.withdrawals.WithdrawalRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Lifts a withdrawal: what it covers is handed out again, unless another withdrawal covers it as well. */
@ApplicationScoped
class LiftWithdrawal {
    private final FindWithdrawal findWithdrawal;
    private final WithdrawalRepository withdrawals;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    LiftWithdrawal(
            FindWithdrawal findWithdrawal,
            WithdrawalRepository withdrawals,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.findWithdrawal = findWithdrawal;
        this.withdrawals = withdrawals;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * Lifts; repeatable.
     *
     * @throws Conflict when its deletion has begun
     */
    @Transactional
    WithdrawalView lift(Principal principal, String id) {
        access.holdEnabled(principal);
        WithdrawalRow found = findWithdrawal.lock(id);
        if (found.deletion().begunAt() != null) {
            throw Conflict.withdrawalState(
                    "The deletion of what was withdrawn has begun, and what is gone cannot come back.");
        }
        if (withdrawals.lift(found.id(), principal.accountId(), clock.instant())) {
            recordEvent.record(Withdraw.event("withdraw-lift", found.id(), found.packageId(), found.versionId()));
        }
        return WithdrawalView.of(findWithdrawal.find(id));
    }
}
