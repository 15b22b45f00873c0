package dev.bale.registry.api.push;

import dev.bale.manifest.Difference;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.TreeDiff;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.teams.CountUse;
import dev.bale.registry.db.packages.LogRepository;
import dev.bale.registry.db.packages.LogRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PresenceRepository;
import dev.bale.registry.db.packages.PresenceRepository.Occurrence;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes ahead of a commit which bytes come to lie where and which no longer do, as the difference to the newest version. The rows carry
 * a reserved log id and count once the log has it; they are written in transactions of their own, however many they are.
 */
@ApplicationScoped
class PreparePresence {
    private static final int BATCH = 10_000;
    private static final int STRIPES = 64;

    private final PackageRepository packages;
    private final VersionRepository versions;
    private final LogRepository log;
    private final PresenceRepository presence;
    private final PushRepository pushes;
    private final VersionPages pages;
    private final EntryOccurrences occurrences;
    private final CountUse countUse;
    private final List<Lock> oneAtATime =
            Stream.generate(() -> (Lock) new ReentrantLock()).limit(STRIPES).toList();

    PreparePresence(
            PackageRepository packages,
            VersionRepository versions,
            LogRepository log,
            PresenceRepository presence,
            PushRepository pushes,
            VersionPages pages,
            EntryOccurrences occurrences,
            CountUse countUse) {
        this.packages = packages;
        this.versions = versions;
        this.log = log;
        this.presence = presence;
        this.pushes = pushes;
        this.pages = pages;
        this.occurrences = occurrences;
        this.countUse = countUse;
    }

    /**
     * Makes presence ready for a commit on top of the present head; false when another request was at it meanwhile. A client that repeats
     * its request waits for the first one, which would otherwise find its work discarded again and again.
     */
    boolean prepare(FindPush.Found found) {
        Lock lock = oneAtATime.get((int) (found.push().id() % STRIPES));
        lock.lock();
        try {
            return prepareAlone(found);
        } finally {
            lock.unlock();
        }
    }

    private boolean prepareAlone(FindPush.Found found) {
        @Nullable Long head = QuarkusTransaction.requiringNew()
                .call(() -> packages.named(
                                found.inPackage().namespace(), found.inPackage().name())
                        .orElseThrow()
                        .headLogId());
        PushRow push = found.push();
        if (push.preparedLogId() != null && Objects.equals(push.preparedAgainst(), head)) {
            return true;
        }
        long logId = QuarkusTransaction.requiringNew().call(log::reserveId);
        // Until it is finished the push points at it as prepared against a head that never is, so that clean-up finds
        // the rows.
        boolean mine = QuarkusTransaction.requiringNew().call(() -> claim(push, logId));
        if (!mine) {
            return false;
        }
        LogRow.Changes changes = write(found, head, logId);
        countUse.ofPush(push.id(), found.inPackage(), logId);
        return QuarkusTransaction.requiringNew().call(() -> finish(push, logId, head, changes));
    }

    /** What was prepared before goes here, under the lock and only while the push is open: once committed it is the version's. */
    private boolean claim(PushRow push, long logId) {
        PushRow now = pushes.lock(push.id());
        if (!now.state().equals("open") || !Objects.equals(now.preparedLogId(), push.preparedLogId())) {
            return false;
        }
        if (now.preparedLogId() != null) {
            presence.discard(now.preparedLogId());
        }
        pushes.setPrepared(push.id(), logId, -1L);
        return true;
    }

    private boolean finish(PushRow push, long logId, @Nullable Long head, LogRow.Changes changes) {
        PushRow now = pushes.lock(push.id());
        if (!now.state().equals("open") || !Objects.equals(now.preparedLogId(), logId)) {
            presence.discard(logId);
            return false;
        }
        pushes.setPrepared(push.id(), logId, head);
        pushes.setChanges(push.id(), changes);
        return true;
    }

    private LogRow.Changes write(FindPush.Found found, @Nullable Long head, long logId) {
        long packageId = found.inPackage().id();
        Sha256 before = head == null
                ? new TreeBuilder(page -> {}).finish().root()
                : QuarkusTransaction.requiringNew()
                        .call(() -> versions.atLog(head))
                        .root();
        Sha256 after = VersionDocument.parse(Objects.requireNonNull(found.push().document()))
                .root();
        Batch begins = new Batch(batch -> presence.stageBegins(logId, packageId, batch));
        Batch ends = new Batch(batch -> presence.stageEnds(logId, packageId, batch));
        Iterator<Difference> differences = head == null ? additions(after) : TreeDiff.diff(pages, before, pages, after);
        CountChanges changes = new CountChanges();
        while (differences.hasNext()) {
            Difference difference = differences.next();
            changes.add(difference);
            switch (difference) {
                case Difference.Added added -> occurrences.each(added.entry(), begins::add);
                case Difference.Removed removed -> occurrences.each(removed.entry(), ends::add);
                case Difference.Changed changed ->
                    occurrences.difference(changed.before(), changed.after(), ends::add, begins::add);
            }
        }
        begins.flush();
        ends.flush();
        return changes.counted();
    }

    /** Everything is new in a first version; the empty tree it would be compared with is stored nowhere. */
    private Iterator<Difference> additions(Sha256 root) {
        Iterator<dev.bale.manifest.EntryAt> entries = new dev.bale.manifest.TreeReader(pages, root).scan();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Difference next() {
                return new Difference.Added(entries.next().entry());
            }
        };
    }

    /** Rows on their way to the database, a transaction a batch. */
    private static final class Batch {
        private final Consumer<List<Occurrence>> writer;
        private List<Occurrence> rows = new ArrayList<>();

        Batch(Consumer<List<Occurrence>> writer) {
            this.writer = writer;
        }

        void add(Occurrence row) {
            rows.add(row);
            if (rows.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (!rows.isEmpty()) {
                List<Occurrence> full = rows;
                rows = new ArrayList<>();
                QuarkusTransaction.requiringNew().run(() -> writer.accept(full));
            }
        }
    }
}
