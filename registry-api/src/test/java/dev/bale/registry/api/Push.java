package dev.bale.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Page;
import dev.bale.manifest.Sha256;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A push as a client makes it, step by step, so that a test can leave the path at any step. */
public final class Push {
    private static final HttpClient STORAGE = HttpClient.newHttpClient();
    private static final int AT_ONCE = 100;

    private final Api api;
    private final String address;
    private final Content content;
    private final Content.Built built;
    private final List<String> sentPages = new ArrayList<>();
    private final List<String> uploaded = new ArrayList<>();

    private Push(Api api, String name, Content content) {
        this.api = api;
        this.address = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        this.content = content;
        this.built = content.build();
    }

    /** A push of that content to {@code namespace/name}; nothing is sent yet. */
    public static Push of(Api api, String name, Content content) {
        return new Push(api, name, content);
    }

    /** Publishes in one go; answers the top hash. */
    public static String publish(Api api, String name, Content content) {
        Push push = of(api, name, content).uploaded(Map.of());
        push.commit().statusCode(200);
        return push.topHash();
    }

    /** Does all but the commit; {@code more} are further fields of the opening request. */
    public Push uploaded(Map<String, Object> more) {
        named(more);
        sendWantedMetadata();
        uploadWanted();
        return this;
    }

    /** Opens it and sends its pages, so that its fragments are named. */
    public Push named(Map<String, Object> more) {
        open(more).statusCode(201);
        sendPages();
        return this;
    }

    /** The state. */
    public ValidatableResponse get() {
        return api.as().get(address).then();
    }

    /** Aborts it. */
    public ValidatableResponse abort() {
        return api.as().delete(address).then();
    }

    public String topHash() {
        return built.topHash();
    }

    public Content.Built built() {
        return built;
    }

    public String address() {
        return address;
    }

    /** The client's own id of this push. */
    public String id() {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /** The bytes of one of its files. */
    public byte[] bytes(String path) {
        return content.bytes(path);
    }

    /** Names of the pages sent so far. */
    public List<String> sentPages() {
        return sentPages;
    }

    /** Hashes of the fragments uploaded so far. */
    public List<String> uploaded() {
        return uploaded;
    }

    /** Opens it. */
    public ValidatableResponse open() {
        return open(Map.of());
    }

    /** Opens it with further fields. */
    public ValidatableResponse open(Map<String, Object> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("top_hash", built.topHash());
        request.put("document", new String(built.document().toJson(), StandardCharsets.UTF_8));
        return api.json(request).put(address).then();
    }

    /** Sends every page that is wanted, until none is. */
    public void sendPages() {
        List<String> wanted = wanted().statusCode(200).extract().path("pages");
        while (!wanted.isEmpty()) {
            List<String> next = new ArrayList<>();
            for (int from = 0; from < wanted.size(); from += AT_ONCE) {
                List<String> some = wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()));
                next.addAll(sendPage(concatenated(some.stream()
                                .map(page -> built.pages().get(Sha256.parse(page)))
                                .toList()))
                        .statusCode(200)
                        .extract()
                        .path("pages"));
                sentPages.addAll(some);
            }
            wanted = next;
        }
    }

    /** All pages one after the other, parents before children. */
    public byte[] concatenatedPages() {
        return concatenated(built.pages().values().stream()
                .sorted(Comparator.comparing(Page::level).reversed())
                .toList());
    }

    private static byte[] concatenated(List<Page> pages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pages.forEach(page -> all.writeBytes(page.bytes()));
        return all.toByteArray();
    }

    /** Sends one page's bytes. */
    public ValidatableResponse sendPage(byte[] bytes) {
        return api.as()
                .contentType("application/vnd.bale.pages")
                .body(bytes)
                .post(address + "/pages")
                .then();
    }

    /** What is wanted still. */
    public ValidatableResponse wanted() {
        return api.as().get(address + "/wanted").then();
    }

    /** Hashes of the metadata objects that are wanted still. */
    public List<String> wantedMetadata() {
        return wanted().statusCode(200).extract().path("metadata");
    }

    /** Sends everything of the metadata that is wanted. */
    public void sendWantedMetadata() {
        List<String> wanted = wantedMetadata();
        if (!wanted.isEmpty()) {
            Map<Sha256, byte[]> stored = content.storedMetadata();
            sendMetadata(wanted.stream()
                            .map(hash -> new String(stored.get(Sha256.parse(hash)), StandardCharsets.UTF_8))
                            .collect(Collectors.joining("\n")))
                    .statusCode(200);
        }
    }

    /** Sends a body of metadata objects. */
    public ValidatableResponse sendMetadata(String lines) {
        return api.as()
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post(address + "/metadata")
                .then();
    }

    /** Hashes of the fragments that are wanted still. */
    public List<String> wantedFragments() {
        return wanted().statusCode(200).extract().path("fragments.sha256");
    }

    /** Uploads everything wanted and reports it. */
    public void uploadWanted() {
        List<String> wanted = wantedFragments();
        for (int from = 0; from < wanted.size(); from += 1_000) {
            upload(wanted.subList(from, Math.min(from + 1_000, wanted.size())));
        }
    }

    private void upload(List<String> fragments) {
        uploadSome(uploads(fragments));
    }

    /** Uploads what these upload URLs are for and reports it. */
    public void uploadSome(List<Map<String, Object>> uploads) {
        Map<Sha256, byte[]> fragments = content.fragments();
        uploads.parallelStream()
                .forEach(upload -> assertThat(put(upload, fragments.get(Sha256.parse((String) upload.get("sha256")))))
                        .isEqualTo(200));
        uploads.forEach(upload -> uploaded.add((String) upload.get("sha256")));
        List<Object> ids = uploads.stream().map(upload -> upload.get("upload")).toList();
        List<Object> verified = done(ids).statusCode(200).extract().path("verified");
        assertThat(verified).hasSameSizeAs(ids);
    }

    /** Upload URLs and what belongs to them. */
    public List<Map<String, Object>> uploads(List<String> fragments) {
        return openUploads(fragments).statusCode(200).extract().path("uploads");
    }

    /** Asks for upload URLs. */
    public ValidatableResponse openUploads(List<String> fragments) {
        return api.json(Map.of("fragments", fragments))
                .post(address + "/uploads")
                .then();
    }

    /** Puts bytes where an upload says; answers the storage's status. */
    @SuppressWarnings("unchecked")
    public static int put(Map<String, Object> upload, byte[] bytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create((String) upload.get("url")))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        ((Map<String, String>) upload.get("headers")).forEach((name, value) -> {
            if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("host")) {
                request.header(name, value);
            }
        });
        return send(request.build()).statusCode();
    }

    /** Gets a presigned URL. */
    public static HttpResponse<byte[]> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return STORAGE.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reports uploads as done. */
    public ValidatableResponse done(List<?> uploads) {
        return api.json(Map.of("uploads", uploads))
                .post(address + "/uploads/done")
                .then();
    }

    /** Commits. */
    public ValidatableResponse commit() {
        return api.as().post(address + "/commit").then();
    }

    /** Reads a whole file of a version through a plain hand-out. */
    public static byte[] read(Api api, String name, String reference, long ordinal) {
        Response lines = api.json(Map.of("entries", List.of(List.of(ordinal, ordinal + 1)), "form", "plain"))
                .post("/v1/packages/" + name + "/versions/" + reference + "/hand-outs");
        assertThat(lines.statusCode()).as(lines.asString()).isEqualTo(200);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.asString().lines().forEach(line -> {
            String url = new io.restassured.path.json.JsonPath(line).getString("url");
            bytes.writeBytes(get(url).body());
        });
        return bytes.toByteArray();
    }
}
