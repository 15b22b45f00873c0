package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.withdrawals.WithdrawalRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds withdrawals. */
@ApplicationScoped
class FindWithdrawal {
    private final WithdrawalRepository withdrawals;

    FindWithdrawal(WithdrawalRepository withdrawals) {
        this.withdrawals = withdrawals;
    }

    /** A part of the withdrawals, the newest first; {@code next} is the one after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Withdrawals(
            List<WithdrawalView> withdrawals, @Nullable String next) {}

    @Transactional
    WithdrawalView view(String id) {
        return WithdrawalView.of(find(id));
    }

    /** In the running transaction. */
    WithdrawalRow find(String id) {
        try {
            return withdrawals.find(Long.parseLong(id)).orElseThrow(FindWithdrawal::none);
        } catch (NumberFormatException e) {
            throw none();
        }
    }

    /** The same with its state locked until the transaction ends. */
    WithdrawalRow lock(String id) {
        withdrawals.lock(find(id).id());
        return find(id);
    }

    /** A part of them; with {@code sha256} those that cover these bytes. */
    @Transactional
    Withdrawals list(boolean lifted, @Nullable Sha256 sha256, @Nullable String after, int limit) {
        long before = before(after);
        List<WithdrawalRow> rows = sha256 == null
                ? withdrawals.list(lifted, before, limit + 1)
                : withdrawals.covering(sha256, lifted, before, limit + 1);
        List<WithdrawalView> shown =
                rows.stream().limit(limit).map(WithdrawalView::of).toList();
        return new Withdrawals(shown, rows.size() > limit ? shown.getLast().withdrawal() : null);
    }

    private static long before(@Nullable String after) {
        try {
            return after == null ? Long.MAX_VALUE : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
    }

    private static NotFound none() {
        return new NotFound("There is no such withdrawal. `bale audit withdrawals` shows all.");
    }
}
