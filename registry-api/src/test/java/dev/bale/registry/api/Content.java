package dev.bale.registry.api;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Page;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.VersionDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Files of a version to be: path to bytes, and the tree that they make. */
public final class Content {
    private final Map<EntryPath, byte[]> files = new TreeMap<>();

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

    /** The entries in order. */
    public List<Entry> entries() {
        return files.entrySet().stream()
                .map(file -> Entry.of(file.getKey(), file.getValue().length, Sha256.of(file.getValue())))
                .toList();
    }

    /** Bytes by their hash. */
    public Map<Sha256, byte[]> fragments() {
        Map<Sha256, byte[]> fragments = new HashMap<>();
        files.values().forEach(bytes -> fragments.put(Sha256.of(bytes), bytes));
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
        entries().forEach(builder::add);
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
