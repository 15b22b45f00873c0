package dev.bale.registry.api;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentListBuilder;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Meta;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageSink;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.VersionDocument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Files of a version to be: path to bytes, and the tree that they make. */
public final class Content {
    private final Map<EntryPath, byte[]> files = new TreeMap<>();
    private final Map<EntryPath, List<byte[]>> splitFiles = new TreeMap<>();
    private final Map<EntryPath, Entry> claims = new TreeMap<>();
    private final Map<EntryPath, MetadataObject> metas = new TreeMap<>();
    private final Map<EntryPath, Sha256> claimedMetas = new TreeMap<>();

    /** Adds or replaces a file with that text. */
    public Content file(String path, String text) {
        files.put(EntryPath.of(path), text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds or replaces a file. */
    public Content file(String path, byte[] bytes) {
        files.put(EntryPath.of(path), bytes);
        return this;
    }

    /** Adds a file cut into these fragments, which need not be where a client would cut. The same bytes may come again and again. */
    public Content split(String path, List<byte[]> fragments) {
        splitFiles.put(EntryPath.of(path), List.copyOf(fragments));
        return this;
    }

    /** Adds a file of which only size and hash are known. */
    public Content claimed(String path, long size, String sha256) {
        claims.put(EntryPath.of(path), Entry.of(EntryPath.of(path), size, Sha256.parse(sha256)));
        return this;
    }

    /** Gives a file that metadata, in any JSON. */
    public Content meta(String path, String json) {
        metas.put(EntryPath.of(path), MetadataObject.of(json));
        return this;
    }

    /** Gives a file metadata of which only the hash is known. */
    public Content claimedMeta(String path, Sha256 hash) {
        claimedMetas.put(EntryPath.of(path), hash);
        return this;
    }

    /** Metadata objects that are stored apart, by their hash. */
    public Map<Sha256, byte[]> storedMetadata() {
        Map<Sha256, byte[]> stored = new HashMap<>();
        metas.values().forEach(meta -> {
            if (meta.asMeta() instanceof Meta.Stored apart) {
                stored.put(apart.sha256(), meta.bytes());
            }
        });
        return stored;
    }

    /** Adds all files to another content. */
    public void copyTo(Content other) {
        other.files.putAll(files);
        other.splitFiles.putAll(splitFiles);
        other.claims.putAll(claims);
        other.metas.putAll(metas);
        other.claimedMetas.putAll(claimedMetas);
    }

    /** The entries in order. */
    public List<Entry> entries() {
        return entries(page -> {});
    }

    private List<Entry> entries(PageSink fragmentPages) {
        Map<EntryPath, Entry> entries = new TreeMap<>(claims);
        files.forEach((path, bytes) -> entries.put(path, Entry.of(path, bytes.length, Sha256.of(bytes))));
        splitFiles.forEach((path, fragments) -> entries.put(path, splitEntry(path, fragments, fragmentPages)));
        metas.forEach((path, meta) -> entries.computeIfPresent(path, (_, entry) -> with(entry, meta.asMeta())));
        claimedMetas.forEach(
                (path, hash) -> entries.computeIfPresent(path, (_, entry) -> with(entry, new Meta.Stored(hash))));
        return List.copyOf(entries.values());
    }

    private static Entry with(Entry entry, Meta meta) {
        return new Entry(entry.path(), entry.size(), entry.sha256(), entry.fragments(), meta);
    }

    private static Entry splitEntry(EntryPath path, List<byte[]> parts, PageSink fragmentPages) {
        FragmentListBuilder list = new FragmentListBuilder(fragmentPages);
        MessageDigest whole = Sha256.digest();
        long size = 0;
        for (byte[] part : parts) {
            list.add(new FragmentRef(Sha256.of(part), part.length));
            whole.update(part);
            size += part.length;
        }
        return new Entry(path, size, Sha256.finish(whole), list.finish(), Meta.NONE);
    }

    /** Bytes by their hash. */
    public Map<Sha256, byte[]> fragments() {
        Map<Sha256, byte[]> fragments = new HashMap<>();
        files.values().forEach(bytes -> fragments.put(Sha256.of(bytes), bytes));
        splitFiles.values().forEach(parts -> parts.forEach(bytes -> fragments.put(Sha256.of(bytes), bytes)));
        return fragments;
    }

    /** The bytes of a file. */
    public byte[] bytes(String path) {
        return files.get(EntryPath.of(path));
    }

    /** The version that these files make. */
    public Built build() {
        List<Page> pages = new ArrayList<>();
        TreeBuilder builder = new TreeBuilder(pages::add);
        entries(pages::add).forEach(builder::add);
        Tree tree = builder.finish();
        return new Built(
                VersionDocument.of(tree.root(), tree.entries(), tree.bytes()),
                pages.stream().collect(Collectors.toMap(Page::name, page -> page, (a, b) -> a)));
    }

    /** A built tree: its document and its pages by name. */
    public record Built(VersionDocument document, Map<Sha256, Page> pages) {
        public String topHash() {
            return document.topHash().toString();
        }
    }
}
