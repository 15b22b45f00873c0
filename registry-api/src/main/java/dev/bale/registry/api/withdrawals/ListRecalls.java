package dev.bale.registry.api.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.db.withdrawals.HolderRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Puts everybody who holds copies on the list of a recall, once. The withdrawal waited for every hand-out that was under way, so whoever is
 * to be found is found now: in what was folded, or in the events since.
 */
@ApplicationScoped
public class ListRecalls {
    private static final Logger LOG = Logger.getLogger(ListRecalls.class);
    private static final int AT_ONCE = 100;
    private static final int HASHES = 1_000;

    private final WithdrawalRepository withdrawals;
    private final HolderRepository holders;
    private final FindHolders findHolders;
    private final Clock clock;

    ListRecalls(WithdrawalRepository withdrawals, HolderRepository holders, FindHolders findHolders, Clock clock) {
        this.withdrawals = withdrawals;
        this.holders = holders;
        this.findHolders = findHolders;
        this.clock = clock;
    }

    /** Runs on every replica; two at once do no harm. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run();
    }

    /** Lists what is not listed yet. */
    public void run() {
        for (long withdrawal : QuarkusTransaction.requiringNew().call(() -> holders.toList(AT_ONCE))) {
            try {
                list(QuarkusTransaction.requiringNew()
                        .call(() -> withdrawals.find(withdrawal).orElseThrow()));
            } catch (Unavailable e) {
                LOG.warnf("recall is listed later withdrawal=%d reason=%s", withdrawal, e.getMessage());
            }
        }
    }

    private void list(WithdrawalRow found) {
        Instant at = clock.instant();
        Long version = found.versionId();
        Sha256 whole = found.sha256();
        if (version != null) {
            findHolders.ofVersion(version, (accounts, published) -> keep(found, accounts, published, true, at));
        }
        if (whole != null) {
            findHolders.of(whole, (accounts, published) -> keep(found, accounts, published, true, at));
        }
        if (found.shared()) {
            listOthers(found, at);
        }
        QuarkusTransaction.requiringNew().run(() -> holders.listed(found.id(), at));
    }

    /** Whoever had a fragment of it as part of another file, and is to be told of that fragment alone. */
    private void listOthers(WithdrawalRow found, Instant at) {
        byte[] after = new byte[0];
        while (true) {
            byte[] from = after;
            List<Sha256> hashes =
                    QuarkusTransaction.requiringNew().call(() -> holders.covered(found.id(), from, HASHES));
            for (Sha256 hash : hashes) {
                findHolders.of(hash, (accounts, published) -> {
                    keep(found, accounts, published, false, at);
                    QuarkusTransaction.requiringNew().run(() -> holders.keepHash(found.id(), accounts, hash));
                });
            }
            if (hashes.size() < HASHES) {
                return;
            }
            after = hashes.getLast().toBytes();
        }
    }

    private void keep(WithdrawalRow found, List<Long> accounts, boolean published, boolean whole, Instant at) {
        if (!accounts.isEmpty()) {
            QuarkusTransaction.requiringNew().run(() -> holders.keep(found.id(), accounts, published, whole, at));
        }
    }
}
