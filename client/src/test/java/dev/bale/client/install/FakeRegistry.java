package dev.bale.client.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.bale.client.http.Json;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.http.TinyServer;
import dev.bale.client.http.Tokens;
import dev.bale.client.progress.Progress;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Meta;
import dev.bale.manifest.Page;
import dev.bale.manifest.PagePosition;
import dev.bale.manifest.PageReader;
import dev.bale.manifest.Reference;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.TreeReader;
import dev.bale.manifest.VersionDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A registry with one version and its storage, both over real HTTP, whose faults a test chooses: it hands out pages and
 * URLs as the contract says, and nothing else.
 */
final class FakeRegistry implements AutoCloseable {
    private static final int TTL_SECONDS = 300;

    private final Map<Sha256, Page> pages = new HashMap<>();
    private final Map<Sha256, byte[]> fragments = new HashMap<>();
    private final List<String> handOuts = new CopyOnWriteArrayList<>();
    private final Set<String> placed = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private final List<Sha256> recalled = new ArrayList<>();
    private final TinyServer server = new TinyServer(this::handle);
    private TinyServer.Handler storage = this::serve;
    private UnaryOperator<byte[]> document = bytes -> bytes;
    private UnaryOperator<byte[]> page = bytes -> bytes;
    private UnaryOperator<String> handOut = json -> json;
    private VersionDocument version = VersionDocument.of(Sha256.of(), 0, 0);
    private @Nullable List<EntryPath> view;
    private int views;
    private UnaryOperator<String> list = lines -> lines;
    private Runnable beforeHandOut = () -> {};

    /** Makes this the newest version: content by path. */
    void publish(Map<String, String> files) {
        TreeMap<EntryPath, Entry> entries = new TreeMap<>();
        files.forEach((path, content) -> {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            fragments.put(Sha256.of(bytes), bytes);
            entries.put(EntryPath.of(path), Entry.of(EntryPath.of(path), bytes.length, Sha256.of(bytes)));
        });
        publish(entries);
    }

    /** Makes a version of one large file of these fragments, with whatever hash is claimed for it. */
    void publishLarge(String path, Sha256 claimed, List<byte[]> parts) {
        List<FragmentRef> refs = new ArrayList<>();
        long size = 0;
        for (byte[] part : parts) {
            fragments.put(Sha256.of(part), part);
            refs.add(new FragmentRef(Sha256.of(part), part.length));
            size += part.length;
        }
        EntryPath entry = EntryPath.of(path);
        publish(new TreeMap<>(Map.of(entry, new Entry(entry, size, claimed, new Fragments.Listed(refs), Meta.NONE))));
    }

    private void publish(SortedMap<EntryPath, Entry> entries) {
        TreeBuilder builder = new TreeBuilder(page -> pages.put(page.name(), page));
        entries.values().forEach(builder::add);
        Tree tree = builder.finish();
        version = tree.document(null);
    }

    /** From now on only these paths may be read. */
    void show(String... paths) {
        view = Arrays.stream(paths).map(EntryPath::of).toList();
        views++;
    }

    /** From now on everything may be read. */
    void showAll() {
        view = null;
        views++;
    }

    /** Spoils the list of a view's entries on its way. */
    void spoilList(UnaryOperator<String> change) {
        list = change;
    }

    /** Something that happens just before each hand-out. */
    void beforeHandOut(Runnable change) {
        beforeHandOut = change;
    }

    /** Method and path of all requests so far. */
    List<String> requests() {
        return server.requests();
    }

    /** Replaces how the storage answers; call {@link #serve} for the right answer. */
    void storage(TinyServer.Handler handler) {
        storage = handler;
    }

    /** Spoils the version document on its way. */
    void spoilDocument(UnaryOperator<byte[]> change) {
        document = change;
    }

    /** Spoils pages on their way. */
    void spoilPages(UnaryOperator<byte[]> change) {
        page = change;
    }

    /** Spoils hand-outs on their way. */
    void spoilHandOuts(UnaryOperator<String> change) {
        handOut = change;
    }

    /** Replaces the bytes of a fragment, whose name stays. */
    void spoil(String content, String with) {
        fragments.put(Sha256.of(content.getBytes(StandardCharsets.UTF_8)), with.getBytes(StandardCharsets.UTF_8));
    }

    /** From now on this file lies in another store. */
    void place(String path) {
        placed.add(path);
    }

    /** From now on this file lies nowhere. */
    void lose(String path) {
        gone.add(path);
    }

    /** From now on this file is handed out to nobody. */
    void withdraw(String path) {
        withdrawn.add(path);
    }

    /** From now on this content is recalled from whoever asks. */
    void recall(String content) {
        recalled.add(Sha256.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Addresses that the storage was asked for. */
    List<String> downloaded() {
        return server.requests().stream()
                .filter(line -> line.contains("/store/"))
                .toList();
    }

    /** The bodies of all hand-outs asked for. */
    List<String> handOuts() {
        return handOuts;
    }

    /** How often the storage was asked. */
    long downloads() {
        return server.requests().stream()
                .filter(line -> line.contains("/store/"))
                .count();
    }

    /** Installs into the target, with the local store in the other folder. */
    InstallReport install(String reference, Path target, Path store, InstallOptions options) {
        return install(reference, target, store, options, Progress.NONE);
    }

    InstallReport install(String reference, Path target, Path store, InstallOptions options, Progress progress) {
        var transport = TinyServer.transport();
        RegistryCalls calls = new RegistryCalls(transport, server.address(), Tokens.NONE, TinyServer.QUICK);
        return new InstallVersion(calls, new StorageCalls(transport), LocalStore.open(store), progress)
                .install(Reference.parse(reference), target, options);
    }

    /** Writes one file of the newest version to the stream. */
    void cat(String reference, Path store, OutputStream out) throws IOException {
        var transport = TinyServer.transport();
        RegistryCalls calls = new RegistryCalls(transport, server.address(), Tokens.NONE, TinyServer.QUICK);
        new CatEntry(calls, new StorageCalls(transport), LocalStore.open(store)).cat(Reference.parse(reference), out);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/store/")) {
            storage.handle(exchange);
        } else if (path.equals("/v1")) {
            json(
                    exchange,
                    "{\"name\":\"bale\",\"version\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"limits\":{"
                            + "\"pages_per_request\":256,\"positions_per_request\":4,\"uploads_per_request\":1000,"
                            + "\"entries_per_hand_out\":10000,\"url_ttl_seconds\":" + TTL_SECONDS
                            + ",\"push_idle_seconds\":3600}}");
        } else if (path.equals("/v1/recalls/hashes")) {
            json(exchange, Json.MAPPER.writeValueAsString(Map.of("hashes", recalled)));
        } else if (path.endsWith("/pages")) {
            pages(exchange);
        } else if (path.endsWith("/hand-outs")) {
            beforeHandOut.run();
            handOut(exchange);
        } else if (path.endsWith("/entries")) {
            list(exchange);
        } else {
            resolve(exchange);
        }
    }

    private void resolve(HttpExchange exchange) throws IOException {
        Map<String, Object> answer = new HashMap<>();
        answer.put("package", "team/sales");
        answer.put("top_hash", version.topHash());
        answer.put("entries", readable().size());
        answer.put("bytes", readable().stream().mapToLong(Entry::size).sum());
        if (view == null) {
            answer.put("document", new String(document.apply(version.toJson()), StandardCharsets.UTF_8));
        } else {
            answer.put(
                    "view",
                    Map.of(
                            "id",
                            "view-" + views,
                            "paths",
                            view.stream().map(EntryPath::toString).toList()));
        }
        answer.put("level", 0);
        answer.put("tags", List.of("latest"));
        answer.put("at", "2026-01-01T00:00:00Z");
        json(exchange, Json.MAPPER.writeValueAsString(answer));
    }

    private TreeReader tree() {
        return new TreeReader(
                PageReader.byName(names -> names.stream()
                        .map(name -> Objects.requireNonNull(pages.get(name)))
                        .toList()),
                version.root());
    }

    /** The entries that may be read, in order; ordinals count in these. */
    private List<Entry> readable() {
        List<Entry> entries = new ArrayList<>();
        List<EntryPath> paths = view;
        tree().scan().forEachRemaining(at -> {
            EntryPath path = at.entry().path();
            if (paths == null || paths.stream().anyMatch(above -> path.equals(above) || path.startsWithFolder(above))) {
                entries.add(at.entry());
            }
        });
        return entries;
    }

    private void list(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (!query.contains("view=view-" + views)) {
            viewChanged(exchange);
            return;
        }
        Matcher asked = Pattern.compile("prefix=([^&]*)").matcher(query);
        String prefix = asked.find() ? asked.group(1) : "";
        StringBuilder lines = new StringBuilder();
        List<Entry> readable = readable();
        for (int i = 0; i < readable.size(); i++) {
            String path = readable.get(i).path().toString();
            if (prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + "/")) {
                lines.append(line(i, readable.get(i))).append('\n');
            }
        }
        String body = list.apply(lines.toString());
        if (query.contains("limit=1")) {
            json(exchange, "{\"entries\":[" + body.strip() + "]}");
        } else {
            TinyServer.answer(exchange, 200, "application/x-ndjson", body);
        }
    }

    private static String line(long ordinal, Entry entry) throws IOException {
        Map<String, Object> line = new HashMap<>();
        line.put("path", entry.path().toString());
        line.put("size", entry.size());
        line.put("sha256", entry.sha256());
        line.put("ordinal", ordinal);
        if (entry.fragments() instanceof Fragments.Listed listed) {
            line.put("fragment_list", listed.fragments());
        }
        return Json.MAPPER.writeValueAsString(line);
    }

    private static void viewChanged(HttpExchange exchange) throws IOException {
        TinyServer.answer(
                exchange,
                409,
                "application/problem+json",
                "{\"type\":\"/problems/view-changed\",\"title\":\"\",\"status\":409,\"detail\":\"begin again\"}");
    }

    private void pages(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (JsonNode position :
                Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()).path("positions")) {
            body.write(page.apply(
                    tree().page(PagePosition.parse(position.asText())).bytes()));
        }
        TinyServer.answer(exchange, 200, "application/vnd.bale.pages", body.toByteArray());
    }

    private void handOut(HttpExchange exchange) throws IOException {
        JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        if (!request.path("view").asText().equals(view == null ? "" : "view-" + views)) {
            viewChanged(exchange);
            return;
        }
        handOuts.add(request.toString());
        List<Entry> readable = readable();
        List<Map<String, Object>> items = new ArrayList<>();
        List<Map<String, Object>> elsewhere = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        List<Map<String, Object>> refused = new ArrayList<>();
        for (JsonNode range : request.path("cached")) {
            for (long ordinal = range.get(0).asLong(); ordinal < range.get(1).asLong(); ordinal++) {
                String path = readable.get((int) ordinal).path().toString();
                if (withdrawn.contains(path)) {
                    refused.add(why(ordinal, path));
                }
            }
        }
        for (JsonNode range : request.path("entries")) {
            for (long ordinal = range.get(0).asLong(); ordinal < range.get(1).asLong(); ordinal++) {
                EntryAt at = new EntryAt(ordinal, readable.get((int) ordinal));
                String path = at.entry().path().toString();
                if (withdrawn.contains(path)) {
                    refused.add(why(at.ordinal(), path));
                } else if (gone.contains(path)) {
                    missing.add(Map.of("ordinal", at.ordinal(), "path", path, "detail", path + " is gone."));
                } else {
                    add(placed.contains(path) ? elsewhere : items, at);
                }
            }
        }
        json(
                exchange,
                handOut.apply(Json.MAPPER.writeValueAsString(Map.of(
                        "event",
                        "1",
                        "expires_at",
                        "2026-01-01T00:05:00Z",
                        "base",
                        server.address() + "/store",
                        "query",
                        "e=" + handOuts.size(),
                        "items",
                        items,
                        "elsewhere",
                        List.of(Map.of("base", server.address() + "/store", "query", "lake", "items", elsewhere)),
                        "missing",
                        missing,
                        "withdrawn",
                        refused))));
    }

    private static Map<String, Object> why(long ordinal, String path) {
        return Map.of("ordinal", ordinal, "path", path, "reason", "because of " + path, "ticket", "T-1");
    }

    private static void add(List<Map<String, Object>> items, EntryAt at) {
        List<FragmentRef> refs =
                at.entry().fragments() instanceof Fragments.Listed listed ? listed.fragments() : List.of();
        if (refs.isEmpty()) {
            items.add(item(at.ordinal(), 0, at.entry().sha256(), at.entry().size()));
        }
        for (int i = 0; i < refs.size(); i++) {
            items.add(item(at.ordinal(), i, refs.get(i).sha256(), refs.get(i).size()));
        }
    }

    private static Map<String, Object> item(long ordinal, int fragment, Sha256 sha256, long size) {
        return Map.of(
                "ordinal",
                ordinal,
                "fragment",
                fragment,
                "sha256",
                sha256,
                "size",
                size,
                "key",
                sha256.hex(),
                "signature",
                "s");
    }

    /** The right answer of the storage. */
    void serve(HttpExchange exchange) throws IOException {
        byte[] bytes = bytes(exchange);
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
        TinyServer.answer(exchange, range == null ? 200 : 206, "application/octet-stream", rest);
    }

    /** The stored bytes that the request names. */
    byte[] bytes(HttpExchange exchange) {
        String hex = exchange.getRequestURI().getPath().substring("/store/".length());
        return Objects.requireNonNull(fragments.get(Sha256.ofHex(hex)));
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        TinyServer.answer(exchange, 200, "application/json", body);
    }

    @Override
    public void close() {
        server.close();
    }
}
