package dev.bale.registry.api.withdrawals;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.withdrawals.AffectedRepository;
import dev.bale.registry.db.withdrawals.DeletionRepository;
import dev.bale.registry.db.withdrawals.HolderRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRow;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Asks for the deletion of what was withdrawn, and confirms it: two administrators, so that nobody can destroy data alone. */
@Startup
@ApplicationScoped
class AskDeletion {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int NAMED = 20;
    private static final int LOOKED_AT = 10_000;

    private final FindWithdrawal findWithdrawal;
    private final DeletionRepository deletions;
    private final AffectedRepository affected;
    private final HolderRepository holders;
    private final Access access;
    private final RecordEvent recordEvent;
    private final WithdrawalConfig config;
    private final Clock clock;

    AskDeletion(
            FindWithdrawal findWithdrawal,
            DeletionRepository deletions,
            AffectedRepository affected,
            HolderRepository holders,
            Access access,
            RecordEvent recordEvent,
            WithdrawalConfig config,
            Clock clock) {
        this.findWithdrawal = findWithdrawal;
        this.deletions = deletions;
        this.affected = affected;
        this.holders = holders;
        this.access = access;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
        check(config.deletionDelay());
    }

    /** @throws IllegalStateException for a delay that leaves nobody time to object */
    static void check(Duration delay) {
        if (delay.compareTo(SHORTEST) < 0) {
            throw new IllegalStateException("bale.withdrawal.deletion-delay is " + delay
                    + ": give people at least a minute, better days, to object to a deletion.");
        }
    }

    /**
     * Asks; repeatable by the same administrator.
     *
     * @param others whether files that were not named may lose their bytes as well
     * @throws Conflict when it was lifted, is a version's, or other files use the bytes and that was not asked for
     */
    @Transactional
    WithdrawalView ask(Principal principal, String id, boolean others) {
        access.holdEnabled(principal);
        WithdrawalRow found = live(id);
        if (found.kind().equals("version")) {
            throw Conflict.withdrawalState(
                    "A version is only a list of files. Withdraw the files of it that are to be deleted.");
        }
        if (!others) {
            requireAlone(found);
        }
        Long before = found.deletion().askedBy();
        if (before == null || before != principal.accountId()) {
            Instant now = clock.instant();
            deletions.ask(found.id(), principal.accountId(), now, now.plus(config.deletionDelay()));
            recordEvent.record(Withdraw.event("delete-ask", found.id(), found.packageId(), null));
        }
        return WithdrawalView.of(findWithdrawal.find(id));
    }

    private void requireAlone(WithdrawalRow found) {
        Long packageId = found.packageId();
        String path = found.path();
        List<String> places = affected.places(
                holders.covered(found.id(), new byte[0], LOOKED_AT),
                packageId == null ? 0 : packageId,
                path == null ? "" : path,
                NAMED);
        if (places.size() > (packageId == null ? 1 : 0)) {
            throw Conflict.withdrawalState("These files lose their bytes, too: " + String.join(", ", places)
                    + (places.size() == NAMED ? " and more" : "") + ". Ask again with `others` if that is meant.");
        }
    }

    /**
     * Confirms what another administrator asked for; repeatable.
     *
     * @throws Conflict when nobody asked, or the same account did
     */
    @Transactional
    WithdrawalView confirm(Principal principal, String id) {
        access.holdEnabled(principal);
        WithdrawalRow found = live(id);
        Long asked = found.deletion().askedBy();
        if (asked == null) {
            throw Conflict.withdrawalState(
                    "Nobody has asked for this deletion. `bale audit delete " + found.id() + "`.");
        }
        if (Objects.equals(asked, principal.accountId())) {
            throw Conflict.withdrawalState("You asked for this deletion yourself: another administrator confirms it.");
        }
        if (found.deletion().confirmedAt() == null) {
            deletions.confirm(found.id(), principal.accountId(), clock.instant());
            recordEvent.record(Withdraw.event("delete-confirm", found.id(), found.packageId(), null));
        }
        return WithdrawalView.of(findWithdrawal.find(id));
    }

    private WithdrawalRow live(String id) {
        WithdrawalRow found = findWithdrawal.lock(id);
        if (found.lifted().isPresent() || found.deletion().begunAt() != null) {
            throw Conflict.withdrawalState(
                    found.lifted().isPresent() ? "This withdrawal was lifted." : "This deletion has begun.");
        }
        return found;
    }
}
