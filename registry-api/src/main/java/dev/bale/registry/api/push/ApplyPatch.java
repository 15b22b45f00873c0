package dev.bale.registry.api.push;

import dev.bale.manifest.Change;
import dev.bale.manifest.Entry;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Page;
import dev.bale.manifest.Patch;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.TreeEditor;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.packages.Fragment;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.PageRepository;
import dev.bale.registry.db.packages.PageRepository.StoredPage;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Builds the tree for clients that build none: entries to set and to remove against the push's parent. */
@ApplicationScoped
public class ApplyPatch {
    private static final int PAGES_A_BATCH = 128;
    // A patch is held in memory, up to 100,000 changes: one at a time keeps within the heap.
    private final Semaphore slot = new Semaphore(1, true);

    private final FindPush findPush;
    private final VersionRepository versions;
    private final VersionPages versionPages;
    private final PageRepository pages;
    private final PushRepository pushes;
    private final BaseTrees baseTrees;
    private final WithdrawnAtCommit withdrawn;
    private final NameFragments nameFragments;
    private final NameMetadata nameMetadata;
    private final Quotas quotas;

    ApplyPatch(
            FindPush findPush,
            VersionRepository versions,
            VersionPages versionPages,
            PageRepository pages,
            PushRepository pushes,
            BaseTrees baseTrees,
            WithdrawnAtCommit withdrawn,
            NameFragments nameFragments,
            NameMetadata nameMetadata,
            Quotas quotas) {
        this.findPush = findPush;
        this.versions = versions;
        this.versionPages = versionPages;
        this.pages = pages;
        this.pushes = pushes;
        this.baseTrees = baseTrees;
        this.withdrawn = withdrawn;
        this.nameFragments = nameFragments;
        this.nameMetadata = nameMetadata;
        this.quotas = quotas;
    }

    /**
     * Applies the patch and notes the fragments and metadata objects it names.
     *
     * @throws InvalidManifest for a change that is malformed or does not fit the parent
     * @throws Conflict when the push was opened with a tree of its own, or had another patch before
     */
    public PushView apply(Principal principal, PushName name, InputStream body) throws IOException {
        slot.acquireUninterruptibly();
        try {
            Patch patch = Patch.read(body);
            Sha256 patchHash = hash(patch);
            return QuarkusTransaction.requiringNew().timeout(300).call(() -> {
                FindPush.Found found = findPush.open(principal, name);
                PushRow push = found.push();
                if (!push.kind().equals("patch")) {
                    throw Conflict.notWanted("This push was opened with a top hash: send its pages.");
                }
                if (push.patchHash() != null && !push.patchHash().equals(patchHash)) {
                    throw Conflict.pushConflict("This push had another patch before. Open a new push for this one.");
                }
                if (push.patchHash() == null) {
                    build(principal, found, patch, patchHash);
                }
                return findPush.view(findPush.any(principal, name).push());
            });
        } finally {
            slot.release();
        }
    }

    private void build(Principal principal, FindPush.Found found, Patch patch, Sha256 patchHash) {
        List<Page> batch = new ArrayList<>();
        LongAdder pageBytes = new LongAdder();
        Tree tree = edit(found, patch, page -> {
            batch.add(page);
            pageBytes.add(page.bytes().length);
            if (batch.size() == PAGES_A_BATCH) {
                store(batch);
            }
        });
        store(batch);
        quotas.reserve(found.inPackage(), found.push().id(), 0, pageBytes.sum());
        NamedFragments fragments = new NamedFragments();
        NamedMetadata metadata = new NamedMetadata(baseTrees.of(found.push()));
        patch.changes().forEach(change -> collect(change, fragments, metadata));
        nameMetadata.name(found.push().id(), metadata);
        nameFragments.name(principal, found, fragments);
        VersionDocument document = VersionDocument.of(tree.root(), tree.entries(), tree.bytes());
        pushes.setTree(found.push().id(), patchHash, document.topHash(), document.toJson());
    }

    private Tree edit(FindPush.Found found, Patch patch, dev.bale.manifest.PageSink sink) {
        @Nullable VersionRow parent = parent(found);
        if (parent != null) {
            return new TreeEditor(versionPages, sink)
                    .edit(parent.root(), patch.changes().iterator());
        }
        TreeBuilder builder = new TreeBuilder(sink);
        Iterator<Change> changes = patch.changes().iterator();
        while (changes.hasNext()) {
            switch (changes.next()) {
                case Change.Set set -> builder.add(set.entry());
                case Change.Remove remove ->
                    throw new InvalidManifest(
                            InvalidManifest.Code.PATH, remove.path() + " cannot be removed: the package is new");
            }
        }
        return builder.finish();
    }

    private @Nullable VersionRow parent(FindPush.Found found) {
        @Nullable Sha256 expected = found.push().expectedParent();
        if (expected == null) {
            return null;
        }
        VersionRow parent = versions.withTopHash(found.inPackage().id(), expected)
                .orElseThrow(() -> Conflict.parentMoved("The expected parent is gone.", null));
        withdrawn.checkVersion(parent);
        return parent;
    }

    private static void collect(Change change, NamedFragments fragments, NamedMetadata metadata) {
        if (!(change instanceof Change.Set set)) {
            return;
        }
        Entry entry = set.entry();
        metadata.add(entry);
        switch (entry.fragments()) {
            case Fragments.Single _ -> fragments.add(new Fragment(entry.sha256(), entry.size()));
            case Fragments.Listed listed -> listed.fragments().forEach(ref -> fragments.add(Fragment.of(ref)));
            case Fragments.Paged _ ->
                throw new InvalidManifest(
                        InvalidManifest.Code.FRAGMENTS,
                        entry.path()
                                + " has a paged fragment list; a patch takes up to 8 fragments. Push pages instead");
        }
    }

    private void store(List<Page> batch) {
        pages.store(batch.stream()
                .map(page -> new StoredPage(page.name(), page.level(), page.bytes()))
                .toList());
        batch.clear();
    }

    private static Sha256 hash(Patch patch) throws IOException {
        MessageDigest digest = Sha256.digest();
        patch.write(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return Sha256.finish(digest);
    }
}
