package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.install.TargetPlan.Action;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.registry.Version;
import dev.bale.client.store.FileStamp;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Installs a version, or a folder of it, into a target. First everything is compared and nothing touched; then what is
 * no longer wanted goes, what is wanted comes, and the install state is replaced. Killed at any moment, it resumes when
 * repeated.
 */
public final class InstallVersion {
    private final RegistryCalls calls;
    private final StorageCalls storage;
    private final LocalStore store;
    private final Progress progress;

    /** Installs from the registry of these calls. */
    public InstallVersion(RegistryCalls calls, StorageCalls storage, LocalStore store, Progress progress) {
        this.calls = calls;
        this.storage = storage;
        this.store = store;
        this.progress = progress;
    }

    /** Installs; {@link ClientException} for whatever stops it. */
    public InstallReport install(Reference reference, Path target, InstallOptions options) {
        long started = System.nanoTime();
        try {
            return install(reference, target, options, started);
        } catch (RegistryProblem problem) {
            if (!problem.is("view-changed")) {
                throw problem;
            }
            progress.warn("What you may read of " + reference.packageName()
                    + " changed while it was installed. Beginning again with what you may read now.");
            return install(reference, target, options, started);
        }
    }

    private InstallReport install(Reference reference, Path target, InstallOptions options, long started) {
        progress.phase("Comparing");
        long purged = new PurgeStore(calls, store, progress).purge();
        RegistryLimits limits = new SessionCalls(calls).registry().limits();
        try (ResolvedVersion version = ResolvedVersion.resolve(calls, reference, store, limits);
                TargetFolder folder = TargetFolder.open(target)) {
            folder.sweep(AssembledFile.SUFFIX);
            requireWhole(version, reference.folder(), options);
            return install(reference, version, folder, options, started).withPurged(purged);
        } catch (IOException | UncheckedIOException e) {
            throw failed(target, e);
        }
    }

    private InstallReport install(
            Reference reference, ResolvedVersion version, TargetFolder folder, InstallOptions options, long started)
            throws IOException {
        EntryPath scope = reference.folder();
        Optional<String> boot = BootId.current();
        try (StampFile stamps = new StampFile(folder.temporaryFolder().resolve("stamps"));
                Removals removals = new Removals(folder.temporaryFolder().resolve("removals"))) {
            TargetPlan plan;
            List<String> changedKept;
            try (InstallState.Reader old = InstallState.read(folder.root())) {
                requireSamePackage(folder, old, version, options);
                boolean trust = boot.isPresent()
                        && old.header()
                                .map(header -> boot.get().equals(header.boot()))
                                .orElse(false);
                PlanInstall planning =
                        new PlanInstall(folder, old, removals, stamps, progress, options.force(), trust, scope);
                version.forEach(scope, planning::entry);
                plan = planning.finish();
                changedKept = planning.changedKept();
            }
            requireSpace(folder.root(), plan);
            removals.apply(folder);
            PutEntry put = new PutEntry(folder, store.fragments(), storage, stamps, options, progress);
            Fetched fetched = fetch(version, scope, plan, put, options);
            record(version, scope, folder, new Done(plan, stamps, fetched.leftOut()), boot.orElse(null));
            folder.sweep(null);
            return new InstallReport(
                    version.version().name(),
                    version.version().topHash(),
                    folder.root(),
                    plan.size(),
                    plan.bytes() + plan.keptBytes(),
                    plan.size() - plan.files(),
                    put.downloadedFragments(),
                    put.downloadedBytes(),
                    put.fromStore(),
                    removals.count(),
                    changedKept,
                    fetched.withdrawn(),
                    0,
                    version.version().viewPaths(),
                    Duration.ofNanos(System.nanoTime() - started));
        } catch (IOException | UncheckedIOException e) {
            if (isFull(folder.root(), e)) {
                folder.sweep(null);
            }
            throw e;
        }
    }

    private static void requireSamePackage(
            TargetFolder folder, InstallState.Reader old, ResolvedVersion version, InstallOptions options) {
        String here =
                old.header().map(InstallHeader::name).orElse(version.version().name());
        if (!here.equals(version.version().name()) && !options.force()) {
            throw new ClientException(
                    ClientException.Kind.IN_THE_WAY,
                    folder.root() + " holds an install of " + here + ". Install "
                            + version.version().name() + " into another folder, or replace it with --force.");
        }
    }

    private static void requireSpace(Path target, TargetPlan plan) throws IOException {
        FileStore disk = Files.getFileStore(target);
        long free = disk.getUsableSpace();
        if (free > 0 && plan.bytes() > free) {
            throw new ClientException(
                    ClientException.Kind.LOCAL_DISK,
                    "The install needs " + plan.bytes() + " bytes and " + target + " has " + free
                            + " bytes free. Nothing was installed; make room or choose another folder.");
        }
    }

    /** Stops before anything is touched where the registry says that something was withdrawn; hand-outs say so again. */
    private static void requireWhole(ResolvedVersion version, @Nullable EntryPath scope, InstallOptions options) {
        List<WithdrawnEntry> withdrawn = new ArrayList<>();
        for (Version.Withdrawn found : version.version().withdrawnAt(scope)) {
            if (found.path() == null) {
                throw new ClientException(
                        ClientException.Kind.WITHDRAWN,
                        "This version of " + version.version().name() + " was withdrawn: " + found.reason() + " ("
                                + found.ticket() + "). Nothing was changed. Install another version.");
            }
            withdrawn.add(new WithdrawnEntry(found.path(), found.reason(), found.ticket(), false));
        }
        if (!withdrawn.isEmpty() && !options.skipWithdrawn()) {
            throw WithdrawnEntry.refused(
                    withdrawn,
                    " Nothing was changed. Install another version, or go on without them: --skip-withdrawn.");
        }
    }

    /** What of the entries was withdrawn, and the places of those that were not put. */
    private record Fetched(List<WithdrawnEntry> withdrawn, Set<Integer> leftOut) {}

    /** What became of the entries, by their place. */
    private record Done(TargetPlan plan, StampFile stamps, Set<Integer> leftOut) {}

    private Fetched fetch(
            ResolvedVersion version, @Nullable EntryPath scope, TargetPlan plan, PutEntry put, InstallOptions options) {
        progress.phase("Downloading");
        progress.total(plan.files(), plan.bytes());
        try (FetchEntries fetching = new FetchEntries(version, put, progress, options)) {
            int[] index = {0};
            version.forEach(scope, at -> {
                int here = index[0]++;
                if (plan.get(here) == Action.KEEP) {
                    fetching.kept(at);
                } else {
                    put(fetching, here, at);
                }
            });
            fetching.finish();
            return new Fetched(fetching.withdrawn(), fetching.leftOut());
        }
    }

    private static void put(FetchEntries fetching, int index, EntryAt at) {
        try {
            fetching.put(index, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Writes the new state: what is wanted now, and what earlier installs of other folders of the package put here. */
    private void record(
            ResolvedVersion version, @Nullable EntryPath scope, TargetFolder folder, Done done, @Nullable String boot)
            throws IOException {
        InstallHeader header = new InstallHeader(
                InstallHeader.FORMAT,
                calls.registry().toString(),
                version.version().name(),
                version.version().topHash(),
                scope == null ? null : scope.toString(),
                boot);
        try (InstallState.Reader old = InstallState.read(folder.root());
                InstallState.Writer state = InstallState.write(folder.root(), header)) {
            boolean carry = old.header()
                    .map(before -> before.name().equals(header.name()))
                    .orElse(false);
            boolean trusted = boot != null
                    && old.header().map(before -> boot.equals(before.boot())).orElse(false);
            CarriedLines carried = new CarriedLines(carry ? old : null, trusted, scope, state);
            int[] index = {0};
            version.forEach(scope, at -> {
                try {
                    carried.before(at.entry().path());
                    int here = index[0]++;
                    if (done.leftOut().contains(here)) {
                        return;
                    }
                    FileStamp stamp = done.stamps().get(here);
                    if (boot == null && done.plan().get(here) == Action.PUT) {
                        synchronise(folder.path(at.entry().path()));
                    }
                    state.add(InstalledFile.of(at.entry(), stamp));
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            });
            carried.before(null);
            state.commit();
        }
    }

    private static void synchronise(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Lines of the old state that the new one takes over. */
    private record CarriedLines(
            InstallState.@Nullable Reader old,
            boolean trusted,
            @Nullable EntryPath scope,
            InstallState.Writer state) {
        /** Takes over those before this path; null for all that are left. */
        void before(@Nullable EntryPath next) throws IOException {
            if (old == null || scope == null) {
                return;
            }
            for (InstalledFile line = old.peek(); line != null; line = old.peek()) {
                EntryPath path = line.entryPath();
                if (next != null && path.compareTo(next) >= 0) {
                    return;
                }
                if (!path.equals(scope) && !path.startsWithFolder(scope)) {
                    state.add(trusted ? line : line.withoutStamp());
                }
                old.advance();
            }
        }
    }

    private static boolean isFull(Path target, Exception failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage());
            if (message.contains("No space left")
                    || message.contains("not enough space")
                    || message.contains("quota")) {
                return true;
            }
        }
        return target.toFile().getUsableSpace() == 0;
    }

    private static ClientException failed(Path target, Exception thrown) {
        if (isFull(target, thrown)) {
            return new ClientException(
                    ClientException.Kind.LOCAL_DISK,
                    "The disk of " + target + " or of the local store is full. Files that were complete stay; make room"
                            + " and run the same command again to resume.",
                    thrown);
        }
        return new ClientException(
                ClientException.Kind.LOCAL_DISK,
                "Cannot install into " + target + ": " + thrown.getMessage() + " ("
                        + thrown.getClass().getSimpleName() + "). Check its rights and the disk.",
                thrown);
    }
}
