package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.Commit;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.PushRequest;
import dev.bale.client.registry.PushRequest.Base;
import dev.bale.client.registry.PushStatus;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.VersionDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
            RegistryLimits limits = new SessionCalls(calls).registry().limits();
            Optional<ResolvedVersion> before = options.forgetEntryMeta()
                    ? Optional.empty()
                    : KeptVersion.find(calls, name, options.expectedParent(), store, limits);
            Iterator<EntryAt> kept = before.map(version -> version.scan(null)).orElseGet(Collections::emptyIterator);
            try (EntryMetadata metadata = EntryMetadata.open(options.entryMeta(), kept, store.folder("tmp"));
                    PreparedVersion version =
                            new PrepareVersion(store, progress, metadata).prepare(folder, options.skipUnreadable())) {
                VersionDocument document = version.tree().document(options.meta());
                Content content = new Content(version, metadata, document, limits);
                Sent sent =
                        options.dryRun() ? Sent.NOTHING : send(name, options, content, bases(options, content, before));
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

    /** What is to be pushed, and how much of it a request takes. */
    private record Content(
            PreparedVersion version, EntryMetadata metadata, VersionDocument document, RegistryLimits limits) {}

    /** The version whose large metadata is kept vouches for it, whatever becomes the newest meanwhile. */
    private static List<Base> bases(PushOptions options, Content content, Optional<ResolvedVersion> before) {
        List<Base> bases = new ArrayList<>(options.bases());
        if (content.metadata().keepsStored()) {
            before.map(ResolvedVersion::version)
                    .ifPresent(version -> bases.add(new Base(version.name(), version.topHash())));
        }
        return bases;
    }

    private Sent send(PackageName name, PushOptions options, Content content, List<Base> bases) throws IOException {
        progress.phase("Uploading");
        VersionDocument document = content.document();
        PushRequest request = new PushRequest(
                document.topHash(),
                new String(document.toJson(), StandardCharsets.UTF_8),
                options.expectedParent(),
                bases,
                options.message(),
                options.tag());
        PushIds ids = new PushIds(store.folder("pushes"));
        try {
            Sent sent = send(open(ids, name, request), options, content);
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

    private Sent send(Opened opened, PushOptions options, Content content) throws IOException {
        PreparedVersion version = content.version();
        try (FragmentUploads uploads =
                new FragmentUploads(opened.push(), storage, content.limits(), progress, options.transfers())) {
            Commit commit = commit(opened, content, uploads);
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

    private static Commit commit(Opened opened, Content content, FragmentUploads uploads) throws IOException {
        PageExchange exchange = new PageExchange(opened.push(), content.version(), uploads, content.limits());
        MetadataExchange metadata = new MetadataExchange(opened.push(), content.metadata(), content.limits());
        PushStatus status = opened.status();
        for (int round = 1; ; round++) {
            if (status.rootWanted()) {
                exchange.sendFromRoot();
            } else if (status.wantedPages() > 0 || status.wantedFragments() > 0) {
                exchange.resume();
            }
            if (status.wantedMetadata() > 0 || content.metadata().hasStored()) {
                metadata.send();
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
