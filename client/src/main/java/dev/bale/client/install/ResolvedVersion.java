package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.Version;
import dev.bale.client.registry.VersionCalls;
import dev.bale.client.store.LocalStore;
import dev.bale.client.store.PageStore;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Expectation;
import dev.bale.manifest.FragmentPageRef;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageAddress;
import dev.bale.manifest.PageChecker;
import dev.bale.manifest.PagePosition;
import dev.bale.manifest.Reference;
import dev.bale.manifest.Selector;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.VersionDocument;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A version that a reference led to, held to its top hash from here on: document, pages and fragment lists are checked
 * against their names. Whoever may read only some of its paths gets neither; for him the top hash is but a name, and each
 * file is held to the hash that the registry lists. For one thread at a time.
 */
public final class ResolvedVersion implements Closeable {
    private final Version version;
    private final VersionEntries entries;
    private final VersionCalls calls;
    private final PageStore pages;
    private final RegistryLimits limits;

    private ResolvedVersion(
            Version version, VersionEntries entries, VersionCalls calls, PageStore pages, RegistryLimits limits) {
        this.version = version;
        this.entries = entries;
        this.calls = calls;
        this.pages = pages;
        this.limits = limits;
    }

    /** Asks the registry where the reference leads, and checks the answer. */
    public static ResolvedVersion resolve(
            RegistryCalls calls, Reference reference, LocalStore store, RegistryLimits limits) {
        PackageCalls inPackage = new PackageCalls(calls, reference.packageName());
        Version version = inPackage.version(wire(reference.selector())).resolve();
        if (reference.selector() instanceof Selector.ByHash wanted
                && !version.topHash().hex().startsWith(wanted.hex())) {
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    "The registry answered " + version.topHash() + " for " + reference + ".");
        }
        // From here on by its whole hash, so that a tag that moves meanwhile changes nothing.
        VersionCalls exactly = inPackage.version(version.topHash().toString()).in(version.view());
        VersionEntries entries = version.view() == null
                ? paged(version, reference, exactly, store.pages(), limits)
                : listed(version, exactly, store);
        return new ResolvedVersion(version, entries, exactly, store.pages(), limits);
    }

    private static VersionEntries paged(
            Version version, Reference reference, VersionCalls calls, PageStore pages, RegistryLimits limits) {
        byte[] bytes = String.valueOf(version.document()).getBytes(StandardCharsets.UTF_8);
        if (!Sha256.of(bytes).equals(version.topHash())) {
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    "The version document of " + reference + " does not have the top hash " + version.topHash()
                            + ". Nothing was installed; tell whoever runs the registry.");
        }
        return new PagedEntries(
                new CachedPages(pages, calls::readPages, limits.positionsPerRequest()),
                VersionDocument.parse(bytes).root());
    }

    private static VersionEntries listed(Version version, VersionCalls calls, LocalStore store) {
        try {
            return new ViewEntries(version, calls, store.folder("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** How a selector is written in a URL. */
    public static String wire(Selector selector) {
        if (selector instanceof Selector.ByTag byTag) {
            return byTag.tag().text();
        }
        if (selector instanceof Selector.ByRelease byRelease) {
            return byRelease.release().text();
        }
        if (selector instanceof Selector.ByHash byHash) {
            return byHash.isWhole() ? "sha256:" + byHash.hex() : "@" + byHash.hex();
        }
        return "latest";
    }

    /** What the registry says about it. */
    public Version version() {
        return version;
    }

    VersionCalls calls() {
        return calls;
    }

    RegistryLimits limits() {
        return limits;
    }

    /** The entries at or below the path, or all, in order; one scan at a time. */
    public Iterator<EntryAt> scan(@Nullable EntryPath path) {
        return entries.scan(path);
    }

    /** The entry with exactly this path. */
    Optional<EntryAt> lookup(EntryPath path) {
        return entries.lookup(path);
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }

    /** Feeds the entries at or below the path, in order; fails where there are none although a path was given. */
    void forEach(@Nullable EntryPath path, Consumer<EntryAt> consumer) {
        Iterator<EntryAt> found = scan(path);
        if (path != null && !found.hasNext()) {
            throw new ClientException(
                    ClientException.Kind.NOT_FOUND,
                    version.name() + " has no file or folder " + path + " in this version. See what it has: bale ls "
                            + version.name() + "@" + version.topHash().hex().substring(0, 12));
        }
        EntryPath previous = null;
        while (found.hasNext()) {
            EntryAt next = found.next();
            EntryPath at = next.entry().path();
            if (previous != null && (at.compareTo(previous) <= 0 || at.startsWithFolder(previous))) {
                throw new ClientException(
                        ClientException.Kind.VERIFICATION,
                        "The entries of this version are out of order at " + at + ".");
            }
            previous = at;
            consumer.accept(next);
        }
    }

    /** The fragments of an entry, in the order of their bytes; an entry of one fragment has that one. */
    List<FragmentOfEntry> fragments(EntryAt at) {
        Entry entry = at.entry();
        if (entry.fragments() instanceof Fragments.Single) {
            return List.of(new FragmentOfEntry(0, 0, entry.sha256(), entry.size()));
        }
        List<FragmentRef> refs = new ArrayList<>();
        if (entry.fragments() instanceof Fragments.Listed listed) {
            refs.addAll(listed.fragments());
        } else if (entry.fragments() instanceof Fragments.Paged paged) {
            readList(at.ordinal(), Expectation.root(paged, entry.size()), paged, refs);
        }
        List<FragmentOfEntry> fragments = new ArrayList<>(refs.size());
        long offset = 0;
        for (FragmentRef ref : refs) {
            fragments.add(new FragmentOfEntry(fragments.size(), offset, ref.sha256(), ref.size()));
            offset += ref.size();
        }
        return fragments;
    }

    /** A fragment and its place in the file. */
    record FragmentOfEntry(int index, long offset, Sha256 sha256, long size) {}

    private void readList(long ordinal, Expectation root, Fragments.Paged paged, List<FragmentRef> refs) {
        CachedPages source = new CachedPages(
                pages, positions -> calls.readFragmentPages(ordinal, positions), limits.positionsPerRequest());
        readBelow(source, List.of(new PageAddress(PagePosition.ROOT, paged.root())), List.of(root), refs);
    }

    private static void readBelow(
            CachedPages source, List<PageAddress> addresses, List<Expectation> expected, List<FragmentRef> refs) {
        PageChecker checker = new PageChecker();
        List<Page> read = source.read(addresses);
        for (int i = 0; i < addresses.size(); i++) {
            Page page = read.get(i);
            List<Expectation> below = checker.check(expected.get(i), page);
            if (page.level() == 0) {
                refs.addAll(page.fragments());
                continue;
            }
            PagePosition position = addresses.get(i).position();
            List<PageAddress> children = IntStream.range(0, page.items().size())
                    .mapToObj(c -> new PageAddress(
                            position.child(c), ((FragmentPageRef) page.items().get(c)).page()))
                    .toList();
            readBelow(source, children, below, refs);
        }
    }
}
