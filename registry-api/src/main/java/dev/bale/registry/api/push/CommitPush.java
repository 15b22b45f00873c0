package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Conflict.StillWanted;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.LogRepository;
import dev.bale.registry.db.packages.LogRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.TagRepository;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.Counts;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a push visible: version, line of the log, tags and event in one short transaction, in which everything that was promised
 * earlier is checked again. What is large, the presence of its bytes, was written ahead by {@link PreparePresence}.
 */
@ApplicationScoped
public class CommitPush {
    private static final String LATEST = "latest";
    private static final int ATTEMPTS = 10;

    private final FindPush findPush;
    private final PreparePresence preparePresence;
    private final HeldAtCommit heldAtCommit;
    private final WithdrawnAtCommit withdrawnAtCommit;
    private final HoldInPlace holdInPlace;
    private final PackageRepository packages;
    private final VersionRepository versions;
    private final LogRepository log;
    private final TagRepository tags;
    private final PushRepository pushes;
    private final PushContentRepository content;
    private final Quotas quotas;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    CommitPush(
            FindPush findPush,
            PreparePresence preparePresence,
            HeldAtCommit heldAtCommit,
            WithdrawnAtCommit withdrawnAtCommit,
            HoldInPlace holdInPlace,
            PackageRepository packages,
            VersionRepository versions,
            LogRepository log,
            TagRepository tags,
            PushRepository pushes,
            PushContentRepository content,
            Quotas quotas,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.findPush = findPush;
        this.preparePresence = preparePresence;
        this.heldAtCommit = heldAtCommit;
        this.withdrawnAtCommit = withdrawnAtCommit;
        this.holdInPlace = holdInPlace;
        this.packages = packages;
        this.versions = versions;
        this.log = log;
        this.tags = tags;
        this.pushes = pushes;
        this.content = content;
        this.quotas = quotas;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * Commits; repeatable with the same answer.
     *
     * @throws Conflict when something is still wanted or withdrawn, the expected parent is no longer the newest version, or the push has ended
     */
    public CommitView commit(Principal principal, PushName name) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FindPush.Found found = findPush.any(principal, name);
            if (found.push().state().equals("committed")) {
                return view(found);
            }
            if (!found.push().state().equals("open")) {
                throw FindPush.closed(found.push());
            }
            holdInPlace.wantLostAgain(found.push());
            checkComplete(found.push());
            if (preparePresence.prepare(found)) {
                Optional<CommitView> committed = QuarkusTransaction.requiringNew()
                        .call(() -> tryCommit(principal, name, found.push().id()));
                if (committed.isPresent()) {
                    return committed.get();
                }
            }
        }
        throw new Unavailable(
                "Others are committing to " + name.namespace() + "/" + name.name() + " all the time. Try again.",
                false);
    }

    private void checkComplete(PushRow push) {
        if (push.topHash() != null && QuarkusTransaction.joiningExisting().call(() -> content.complete(push.id()))) {
            return;
        }
        Counts counts = QuarkusTransaction.joiningExisting().call(() -> content.counts(push.id()));
        throw Conflict.pushIncomplete(
                push.topHash() == null
                        ? "This push has no content yet. Send its patch."
                        : "This push is not complete: some of its pages, metadata objects or fragments are still wanted. GET …/wanted lists them.",
                new StillWanted(counts.wantedPages(), counts.wantedMetadata(), counts.wantedFragments()));
    }

    /** Empty when the head moved since presence was computed, so that it must be computed again, or when something in place was lost. */
    private Optional<CommitView> tryCommit(Principal principal, PushName name, long pushId) {
        withdrawnAtCommit.holdOff();
        access.holdEnabled(principal);
        PackageRow inPackage = packages.lock(pushes.lock(pushId).packageId());
        PushRow push = pushes.lock(pushId);
        if (push.state().equals("committed")) {
            return Optional.of(view(new FindPush.Found(inPackage, push)));
        }
        if (!push.state().equals("open")) {
            throw FindPush.closed(push);
        }
        @Nullable VersionRow head = inPackage.headLogId() == null ? null : versions.atLog(inPackage.headLogId());
        ExpectedParent.of(push).check(head == null ? null : head.topHash());
        if (!Objects.equals(push.preparedAgainst(), inPackage.headLogId()) || push.preparedLogId() == null) {
            return Optional.empty();
        }
        Decision decision = findPush.hold(principal, name).decision();
        checkComplete(push);
        withdrawnAtCommit.check(push);
        heldAtCommit.check(principal, new FindPush.Found(inPackage, push));
        if (!holdInPlace.holdsAll(new FindPush.Found(inPackage, push))) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Sha256 topHash = Objects.requireNonNull(push.topHash());
        boolean isNew = head == null || !head.topHash().equals(topHash);
        quotas.commit(inPackage, pushId);
        long version = isNew
                ? addVersion(push, topHash, now)
                : Objects.requireNonNull(head).id();
        long logId = isNew ? push.preparedLogId() : Objects.requireNonNull(inPackage.headLogId());
        if (isNew) {
            log.append(
                    logId,
                    inPackage.id(),
                    version,
                    head == null ? null : head.id(),
                    principal.accountId(),
                    push.message(),
                    now);
            log.noteChanges(logId, pushId);
            packages.moveHead(inPackage.id(), logId);
        }
        tags.move(inPackage.id(), LATEST, version, now);
        tags.move(inPackage.id(), push.tag(), version, now);
        recordEvent.record(Event.of("push").in(inPackage.id(), decision.note()).version(version, logId));
        pushes.committed(pushId, logId);
        return Optional.of(view(inPackage, log.line(logId).orElseThrow(), isNew));
    }

    private long addVersion(PushRow push, Sha256 topHash, Instant now) {
        byte[] bytes = Objects.requireNonNull(push.document());
        VersionDocument document = VersionDocument.parse(bytes);
        long version = versions.addVersion(
                push.packageId(), topHash, bytes, document.root(), document.entries(), document.bytes(), now);
        versions.noteWhetherEntryMeta(version, push.id());
        return version;
    }

    private CommitView view(FindPush.Found found) {
        PushRow push = found.push();
        long logId = Objects.requireNonNull(push.commitLogId());
        LogRow line =
                QuarkusTransaction.joiningExisting().call(() -> log.line(logId).orElseThrow());
        return view(found.inPackage(), line, Objects.equals(push.commitLogId(), push.preparedLogId()));
    }

    private static CommitView view(PackageRow inPackage, LogRow line, boolean isNew) {
        return new CommitView(
                inPackage.fullName(),
                line.topHash().toString(),
                line.sequence(),
                line.parent() == null ? null : line.parent().toString(),
                line.entries(),
                line.bytes(),
                isNew,
                line.at());
    }
}
