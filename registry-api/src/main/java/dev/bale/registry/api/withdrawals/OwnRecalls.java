package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.withdrawals.RecallRepository;
import dev.bale.registry.db.withdrawals.RecallRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is recalled from the account that asks. It is told of nothing but what it had. */
@ApplicationScoped
class OwnRecalls {
    private static final int HASHES = 10_000;

    private final RecallRepository recalls;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    OwnRecalls(RecallRepository recalls, Access access, RecordEvent recordEvent, Clock clock) {
        this.recalls = recalls;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** A part of the recalls; {@code next} is the one after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Recalls(List<RecallView> recalls, @Nullable String next) {}

    /** A part of the fragments and whole files that were recalled. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hashes(List<String> hashes, @Nullable String next) {}

    @Transactional
    Recalls list(Principal principal, boolean acknowledged, @Nullable String after, int limit) {
        List<RecallRow> rows =
                recalls.ofAccount(principal.accountId(), acknowledged, after == null ? 0 : number(after), limit + 1);
        List<RecallView> shown = rows.stream().limit(limit).map(RecallView::of).toList();
        return new Recalls(shown, rows.size() > limit ? shown.getLast().withdrawal() : null);
    }

    @Transactional
    Hashes hashes(Principal principal, @Nullable String after) {
        long withdrawal = 0;
        byte[] hash = new byte[0];
        if (after != null) {
            String[] parts = after.split("-", 2);
            withdrawal = number(parts[0]);
            hash = Sha256.parse(parts.length == 2 ? "sha256:" + parts[1] : after)
                    .toBytes();
        }
        List<RecallRepository.Hash> rows = recalls.hashesOf(principal.accountId(), withdrawal, hash, HASHES + 1);
        List<RecallRepository.Hash> shown = rows.stream().limit(HASHES).toList();
        return new Hashes(
                shown.stream().map(one -> one.sha256().toString()).toList(),
                rows.size() > HASHES
                        ? shown.getLast().withdrawal() + "-"
                                + shown.getLast().sha256().hex()
                        : null);
    }

    /**
     * Notes that all copies are gone; repeatable, the first note stays.
     *
     * @throws NotFound for what is not recalled from this account
     */
    @Transactional
    RecallView acknowledge(Principal principal, String withdrawal, @Nullable String note) {
        access.holdEnabled(principal);
        RecallRow found = find(principal, withdrawal);
        if (recalls.acknowledge(found.withdrawal(), principal.accountId(), note, clock.instant())) {
            recordEvent.record(Withdraw.event("recall-ack", found.withdrawal(), null, null));
        }
        return RecallView.of(find(principal, withdrawal));
    }

    private RecallRow find(Principal principal, String withdrawal) {
        return recalls.ofAccount(principal.accountId(), id(withdrawal))
                .orElseThrow(() -> new NotFound("Nothing is recalled from you under that number. `bale recall list`."));
    }

    /** Ids of withdrawals count from 1. */
    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
    }
}
