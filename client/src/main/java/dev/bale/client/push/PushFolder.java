package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.Commit;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.PushRequest;
import dev.bale.client.registry.PushStatus;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.VersionDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pushes a folder: reads it as a version, sends what the registry lacks, commits. Killed, it resumes when repeated. */
public final class PushFolder {
    /** Rounds of sending before a commit that stays incomplete is given up. */
    private static final int ROUNDS = 4;

    private final RegistryCalls calls;
    private final StorageCalls storage;
    private final LocalStore store;
    private final Progress progress;

    /** A push to the registry of these calls. */
    public PushFolder(RegistryCalls calls, StorageCalls storage, LocalStore store, Progress progress) {
        this.calls = calls;
        this.storage = storage;
        this.store = store;
        this.progress = progress;
    }

    /** Pushes; {@link ClientException} for whatever stops it, and then nothing is visible in the registry. */
    public PushReport push(Path folder, PackageName name, PushOptions options) {
        long started = System.nanoTime();
        long sentBefore = calls.sentBytes();
        try {
            try (PreparedVersion version =
                    new PrepareVersion(store, progress).prepare(folder, options.skipUnreadable())) {
                VersionDocument document = version.tree().document(options.meta());
                Sent sent = options.dryRun() ? Sent.NOTHING : send(name, options, version, document);
                Duration time = Duration.ofNanos(System.nanoTime() - started);
                return report(name, options, version, document, sent, calls.sentBytes() - sentBefore, time);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private record Sent(
            boolean newVersion,
            @Nullable Long sequence,
            long fragments,
            long bytes,
            long skippedFragments,
            long skippedBytes) {
        static final Sent NOTHING = new Sent(false, null, 0, 0, 0, 0);
    }

    private Sent send(PackageName name, PushOptions options, PreparedVersion version, VersionDocument document)
            throws IOException {
        progress.phase("Uploading");
        RegistryLimits limits = new SessionCalls(calls).registry().limits();
        PushRequest request = new PushRequest(
                document.topHash(),
                new String(document.toJson(), StandardCharsets.UTF_8),
                options.expectedParent(),
                options.bases(),
                options.message(),
                options.tag());
        PushIds ids = new PushIds(store.folder("pushes"));
        try {
            Sent sent = send(open(ids, name, request), options, version, limits);
            ids.forget(registry(), name.toString(), request);
            return sent;
        } catch (RegistryProblem problem) {
            if (problem.is("parent-moved") || problem.is("push-closed")) {
                // This push can never be committed; the next run is another one.
                ids.forget(registry(), name.toString(), request);
            }
            throw problem.is("parent-moved") ? parentMoved(name, problem) : problem;
        }
    }

    private Sent send(Opened opened, PushOptions options, PreparedVersion version, RegistryLimits limits) {
        try (FragmentUploads uploads =
                new FragmentUploads(opened.push(), storage, limits, progress, options.transfers())) {
            Commit commit = commit(opened, new PageExchange(opened.push(), version, uploads, limits), uploads);
            return new Sent(
                    commit.newVersion(),
                    commit.sequence(),
                    uploads.verifiedFragments(),
                    uploads.verifiedBytes(),
                    version.sources().count() - uploads.verifiedFragments(),
                    version.tree().bytes() - uploads.verifiedBytes());
        }
    }

    private String registry() {
        return calls.registry().toString();
    }

    private record Opened(PushCalls push, PushStatus status) {}

    /** Opens the push, or the one that an earlier run left; one that has ended is followed by a new one. */
    private Opened open(PushIds ids, PackageName name, PushRequest request) throws IOException {
        for (int attempt = 1; ; attempt++) {
            UUID id = ids.idFor(registry(), name.toString(), request);
            PushCalls push = new PackageCalls(calls, name).push(id);
            try {
                PushStatus status = push.open(request);
                if (status.isOpen() || attempt == 3) {
                    return new Opened(push, status);
                }
            } catch (RegistryProblem problem) {
                boolean ended = problem.is("push-conflict") || problem.is("push-closed");
                if (!ended || attempt == 3) {
                    throw problem;
                }
            }
            ids.forget(registry(), name.toString(), request);
        }
    }

    private Commit commit(Opened opened, PageExchange exchange, FragmentUploads uploads) {
        PushStatus status = opened.status();
        for (int round = 1; ; round++) {
            if (status.rootWanted()) {
                exchange.sendFromRoot();
            } else if (status.wantedPages() > 0 || status.wantedFragments() > 0) {
                exchange.resume();
            }
            uploads.await();
            try {
                return opened.push().commit();
            } catch (RegistryProblem problem) {
                if (!problem.is("push-incomplete") || round == ROUNDS) {
                    throw problem;
                }
                status = opened.push().status();
            }
        }
    }

    private static ClientException parentMoved(PackageName name, RegistryProblem problem) {
        String current = problem.text("current").orElse("another one");
        return new ClientException(
                ClientException.Kind.CONFLICT,
                "Someone pushed to " + name + " meanwhile: its newest version is now " + current
                        + ". Look at it (bale log " + name + "), take over what you need, and push again with"
                        + " --expected-parent " + current + ".",
                problem);
    }

    private static PushReport report(
            PackageName name,
            PushOptions options,
            PreparedVersion version,
            VersionDocument document,
            Sent sent,
            long metadataBytes,
            Duration time) {
        return new PushReport(
                name.toString(),
                document.topHash(),
                document.entries(),
                document.bytes(),
                sent.newVersion(),
                sent.sequence(),
                options.dryRun(),
                sent.fragments(),
                sent.bytes(),
                sent.skippedFragments(),
                sent.skippedBytes(),
                metadataBytes,
                version.leftOut(),
                version.leftOutCount(),
                time);
    }
}
