package dev.bale.registry.api.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 7: bad input gets a clear error, whatever it is, and costs bounded memory. */
@QuarkusTest
class BadInputTest {
    private static String name = "";

    private final List<String> surprises = new ArrayList<>();
    private Api admin;
    private String push;

    @BeforeEach
    void a_package_and_a_push() {
        admin = Api.admin();
        if (name.isEmpty()) {
            name = Api.unique("team/bad");
            Push.publish(admin, name, new Content().file("a", "alpha").file("folder/b", "beta"));
        }
        push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
    }

    /** Goes on after a wrong answer, so that one run tells them all. */
    private void refused(String what, Supplier<ValidatableResponse> request, int status, String slug) {
        try {
            Problems.expect(request.get(), status, slug);
        } catch (AssertionError | RuntimeException e) {
            surprises.add(what.substring(0, Math.min(120, what.length())) + ": " + e.getMessage());
        }
    }

    private void refused(Supplier<ValidatableResponse> request, int status, String slug) {
        refused("line " + new Throwable().getStackTrace()[1].getLineNumber(), request, status, slug);
    }

    @AfterEach
    void all_were_refused_as_they_should_be() {
        assertThat(surprises).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes, int times) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            for (int i = 0; i < times; i++) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private ValidatableResponse post(String address, String type, byte[] body, String... headers) {
        var request = admin.as().contentType(type).body(body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.post(address).then();
    }

    private ValidatableResponse json(String body) {
        return post("/v1/sessions", "application/json", bytes(body));
    }

    private ValidatableResponse pages(byte[] body, String... headers) {
        return post(push + "/pages", "application/vnd.bale.pages", body, headers);
    }

    private void openPages() {
        Push wanting = Push.of(admin, name, new Content().file("x", "x"));
        wanting.open().statusCode(201);
        push = wanting.address();
    }

    @Test
    void a_small_body_that_unfolds_into_a_large_one_is_too_large() {
        byte[] bomb = gzip(new byte[1 << 20], 500);
        assertThat(bomb).hasSizeLessThan(1 << 20);
        openPages();
        String patch = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        admin.json(Map.of(
                        "expected_parent",
                        admin.as()
                                .get("/v1/packages/" + name)
                                .path("latest.top_hash")
                                .toString()))
                .put(patch)
                .then()
                .statusCode(201);

        byte[] text = gzip(bytes("{\"name\":\"" + "a".repeat(1 << 20)), 200);
        refused(() -> post("/v1/sessions", "application/json", text, "Content-Encoding", "gzip"), 413, "too-large");
        byte[] lines = gzip(bytes("\n".repeat(1 << 20)), 200);
        refused(
                () -> post(patch + "/patch", "application/x-ndjson", lines, "Content-Encoding", "gzip"),
                413,
                "too-large");
        refused(() -> pages(bomb, "Content-Encoding", "gzip"), 422, "invalid-manifest");
        byte[] many = gzip(bytes("{\"bale\":1,\"level\":0}\n"), 1_000_000);
        refused(() -> pages(many, "Content-Encoding", "gzip"), 413, "too-large");
    }

    @Test
    void a_body_in_pieces_of_gzip_is_read_and_one_that_is_no_gzip_is_refused() {
        byte[] good = gzip(bytes("{\"name\":\"x\",\"secret\":\"y\"}"), 1);
        refused(
                () -> post("/v1/sessions", "application/json", good, "Content-Encoding", "gzip"),
                401,
                "unauthenticated");
        refused(
                () -> post("/v1/sessions", "application/json", good, "Content-Encoding", "GZIP"),
                401,
                "unauthenticated");
        refused(() -> post("/v1/sessions", "application/json", good, "Content-Encoding", "br"), 400, "invalid-request");
        byte[] plain = bytes("{\"name\":\"x\",\"secret\":\"y\"}");
        refused(
                () -> post("/v1/sessions", "application/json", plain, "Content-Encoding", "gzip"),
                400,
                "invalid-request");
        byte[] cut = Arrays.copyOf(good, good.length - 9);
        refused(
                () -> post("/v1/sessions", "application/json", cut, "Content-Encoding", "gzip"),
                400,
                "invalid-request");
        byte[] damaged = good.clone();
        damaged[good.length / 2] ^= 0x55;
        damaged[good.length / 2 + 1] ^= 0x55;
        refused(
                () -> post("/v1/sessions", "application/json", damaged, "Content-Encoding", "gzip"),
                400,
                "invalid-request");
        openPages();
        byte[] page = gzip(bytes("{\"bale\":1,\"level\":0}\n"), 1);
        refused(() -> pages(Arrays.copyOf(page, page.length - 9), "Content-Encoding", "gzip"), 400, "invalid-request");
    }

    @Test
    void a_document_larger_than_a_document_may_be_is_too_large_whatever_it_calls_itself() {
        String large = "{\"name\":\"" + "a".repeat(2 << 20) + "\",\"secret\":\"b\"}";
        refused("large", () -> json(large), 413, "too-large");
        assertThat(post("/v1/sessions", "application/x+json", bytes(large))
                        .extract()
                        .statusCode())
                .isIn(413, 415);
        String list = "{\"uploads\":[" + "\"0192f3a0-0000-7000-8000-000000000000\",".repeat(30_000) + "]}";
        refused(() -> post(push + "/uploads/done", "application/json", bytes(list)), 413, "too-large");
    }

    @Test
    void deep_and_strange_json_is_refused() {
        for (String body : List.of(
                "[".repeat(200_000),
                "{\"name\":" + "[".repeat(200_000),
                "{\"a\":".repeat(100_000),
                "{\"name\":" + "9".repeat(500_000) + "}",
                "",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{\"name\":\"x\",\"secret\":\"y\"}}",
                "{\"name\":\"x\" \"secret\":\"y\"}",
                "{\"name\":\"x\"}",
                "{\"name\":\"\",\"secret\":\"y\"}",
                "{\"name\":null,\"secret\":\"y\"}",
                "{\"name\":{},\"secret\":\"y\"}",
                "{\"name\":\"x\",\"secret\":\"y\",\"more\":1}",
                "{\"name\":\"x\",\"secret\":\"y\",\"name\":\"z\"}",
                "{\"name\":\"\\u0000\",\"secret\":\"y\"}",
                "{\"name\":\"x\\ud800\",\"secret\":\"y\"}",
                "{\"name\":\"x\",\"secret\":\"y\",\"client\":\"\\u0000\"}",
                "{\"name\":\"" + "a".repeat(65) + "\",\"secret\":\"y\"}",
                "{\"name\":\"x\",\"secret\":\"" + "y".repeat(201) + "\"}",
                "{\"name\":\"x\",\"secret\":\"y\",\"client\":\"" + "z".repeat(201) + "\"}")) {
            refused(body, () -> json(body), 400, "invalid-request");
        }
    }

    @Test
    void numbers_beyond_all_measure_are_refused() {
        String handOuts = "/v1/packages/" + name + "/versions/latest/hand-outs";
        for (String number : List.of("1e999999999", "-1e999999999", "9".repeat(50), "1.5", "true", "\"x\"", "[1]")) {
            String body = "{\"entries\":[[0," + number + "]]}";
            refused(body, () -> post(handOuts, "application/json", bytes(body)), 400, "invalid-request");
        }
        String missing = "{\"fragments\":{\"from\":0,\"to\":1}}";
        refused(missing, () -> post(handOuts, "application/json", bytes(missing)), 400, "invalid-request");
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        byte[] body = bytes("{\"name\":\"x\",\"secret\":\"?\"}");
        body[body.length - 3] = (byte) 0xff;

        refused(() -> post("/v1/sessions", "application/json", body), 400, "invalid-request");
    }

    @Test
    void another_kind_of_content_or_answer_is_refused() {
        refused(() -> post("/v1/sessions", "text/plain", bytes("{}")), 415, "unsupported-media-type");
        refused(() -> post("/v1/sessions", "application/xml", bytes("<a/>")), 415, "unsupported-media-type");
        refused(() -> pagesAs("application/json"), 415, "unsupported-media-type");
        refused(() -> pagesAs("application/x-ndjson"), 415, "unsupported-media-type");
        refused(() -> admin.as().accept("text/html").get("/v1/packages").then(), 406, "not-acceptable");
        refused(() -> admin.as().accept("image/png").get("/v1").then(), 406, "not-acceptable");
        refused(() -> admin.as().patch("/v1/packages").then(), 405, "method-not-allowed");
        refused(() -> admin.as().delete("/v1").then(), 405, "method-not-allowed");
        refused(() -> admin.as().get("/v1/unknown").then(), 404, "not-found");
        refused(() -> admin.as().get("/unknown").then(), 404, "not-found");
        refused(() -> admin.as().get("/v1/packages/a/b/c/d").then(), 404, "not-found");
    }

    private ValidatableResponse pagesAs(String type) {
        return post(push + "/pages", type, bytes("{\"bale\":1,\"level\":0}\n"));
    }

    @Test
    void a_coding_that_is_not_known_is_named() {
        openPages();

        Problems.expect(pages(new byte[] {1}, "Content-Encoding", "br"), 400, "invalid-request")
                .body("detail", containsString("Use gzip or none"));
    }

    @Test
    void ids_that_are_none_are_refused() {
        String pushes = "/v1/packages/" + name + "/pushes/";
        for (String id : List.of("nope", "1", "0192f3a0", "0192f3a0-0000-7000-8000-00000000000g")) {
            refused(id, () -> admin.as().get(pushes + id).then(), 400, "invalid-request");
            refused(
                    id,
                    () -> admin.json(Map.of("expected_parent", "none"))
                            .put(pushes + id)
                            .then(),
                    400,
                    "invalid-request");
        }
        refused(
                () -> admin.json(Map.of("parts", List.of()))
                        .post(push + "/uploads/nope/parts")
                        .then(),
                400,
                "invalid-request");
        refused(
                () -> admin.json(Map.of("uploads", List.of("nope")))
                        .post(push + "/uploads/done")
                        .then(),
                400,
                "invalid-request");
    }

    @Test
    void names_that_no_package_can_have_are_refused() {
        for (String wrong : List.of(
                "UPPER/x",
                "a/UPPER",
                "a..b/x",
                "-a/x",
                "a-/x",
                "a/b_",
                "v1/x",
                "admin/x",
                "con/x",
                "a/com1",
                "a/" + "b".repeat(65),
                "%C3%A4/x",
                "a/%00",
                "a/%20",
                "a/b%0A")) {
            String address = "/v1/packages/" + wrong;
            refused(() -> admin.as().urlEncodingEnabled(false).get(address).then(), 422, "invalid-manifest");
            refused(
                    () -> admin.as()
                            .urlEncodingEnabled(false)
                            .get(address + "/versions/latest")
                            .then(),
                    422,
                    "invalid-manifest");
            refused(
                    () -> admin.json(Map.of("expected_parent", "none"))
                            .urlEncodingEnabled(false)
                            .put(address + "/pushes/" + UUID.randomUUID())
                            .then(),
                    422,
                    "invalid-manifest");
        }
    }

    @Test
    void limits_and_cursors_that_are_none_are_refused() {
        for (String list : List.of("/v1/packages", "/v1/packages/" + name + "/log", "/v1/packages/" + name + "/tags")) {
            for (String limit : List.of("0", "-1", "1001", "abc", "1.5", "99999999999999999999")) {
                refused(limit, () -> admin.as().get(list + "?limit=" + limit).then(), 400, "invalid-request");
            }
        }
        refused(() -> admin.as().get("/v1/packages?after=x").then(), 422, "invalid-manifest");
        refused(() -> admin.as().get("/v1/packages?after=A/B").then(), 422, "invalid-manifest");
        refused(() -> admin.as().get("/v1/packages?prefix=" + "a".repeat(130)).then(), 400, "invalid-request");
        refused(() -> raw("/v1/packages?prefix=%00"), 400, "invalid-request");
        refused(() -> raw("/v1/packages/" + name + "/tags?after=%00"), 422, "invalid-manifest");
        refused(() -> raw("/v1/packages/" + name + "/log?after=%00"), 400, "invalid-request");
        openPages();
        for (String after : List.of("x", "p:", "f:zz", "q:" + "0".repeat(64) + "1")) {
            refused(after, () -> admin.as().get(push + "/wanted?after=" + after).then(), 400, "invalid-request");
        }
        refused(() -> admin.as().get(push + "/wanted?limit=10001").then(), 400, "invalid-request");
    }

    private ValidatableResponse raw(String address) {
        return admin.as().urlEncodingEnabled(false).get(address).then();
    }

    @Test
    void paths_that_leave_the_version_or_are_none_are_refused() {
        String files = "/v1/packages/" + name + "/versions/latest/files/";
        for (String path : List.of(
                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "folder%2f..%2fa",
                "folder%2f%2e%2fb",
                "a%00",
                "a%0d%0aX:%20y",
                "%5Ca",
                "a%5C..%5Cb",
                "folder%2f%2fb",
                "%2fa",
                "folder%2f",
                "a%7f",
                "e%CC%81",
                "a".repeat(256),
                "a%2f".repeat(600) + "a")) {
            refused(path, () -> raw(files + path), 422, "invalid-manifest");
        }
        refused(() -> raw(files + "unknown"), 404, "not-found");
        refused(() -> raw(files + "folder"), 404, "not-found");
        refused(() -> raw(files + "a?as=html"), 400, "invalid-request");
    }

    @Test
    void an_opening_that_does_not_fit_together_is_refused() {
        push = "/v1/packages/" + Api.unique("team/unopened") + "/pushes/" + UUID.randomUUID();
        String topHash = new Content().build().topHash();
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("top_hash", topHash),
                Map.of("document", "{}"),
                Map.of(),
                Map.of("expected_parent", "none", "message", "a\u0000b"),
                Map.of("expected_parent", "none", "message", "a".repeat(10_001)),
                Map.of(
                        "expected_parent",
                        "none",
                        "bases",
                        java.util.Collections.nCopies(17, Map.of("package", "a/b", "top_hash", topHash))),
                Map.of("expected_parent", "none", "bases", List.of(Map.of("package", "a/b"))),
                Map.of("expected_parent", "none", "unknown", true))) {
            refused(String.valueOf(wrong), () -> admin.json(wrong).put(push).then(), 400, "invalid-request");
        }
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("top_hash", topHash, "document", "{}"),
                Map.of("top_hash", topHash, "document", "{\"bale\":2}"),
                Map.of(
                        "top_hash",
                        "sha256:" + "0".repeat(64),
                        "document",
                        "{\"bale\":1,\"bytes\":0,\"entries\":0,\"root\":\"sha256:" + "0".repeat(64) + "\"}"),
                Map.of("top_hash", "abc", "document", "{}"),
                Map.of("expected_parent", "latest"),
                Map.of("expected_parent", "none", "tag", "1.2.3"),
                Map.of("expected_parent", "none", "tag", "a b"),
                Map.of("expected_parent", "none", "bases", List.of(Map.of("package", "a", "top_hash", topHash))),
                Map.of("expected_parent", "none", "bases", List.of(Map.of("package", "a/b", "top_hash", "x"))))) {
            refused(String.valueOf(wrong), () -> admin.json(wrong).put(push).then(), 422, "invalid-manifest");
        }
        refused(() -> admin.as().get(push).then(), 404, "not-found");
    }

    @Test
    void lists_of_fragments_and_uploads_that_are_too_long_or_none_are_refused() {
        openPages();
        String hash = "sha256:" + "0".repeat(64);
        refused(() -> uploads(java.util.Collections.nCopies(1_001, hash)), 400, "invalid-request");
        refused(() -> uploads(List.of("sha256:xyz")), 422, "invalid-manifest");
        refused(() -> uploads(List.of("x".repeat(100))), 400, "invalid-request");
        refused(
                () -> admin.json("{\"fragments\":[null]}")
                        .post(push + "/uploads")
                        .then(),
                400,
                "invalid-request");
        refused(() -> admin.json("{}").post(push + "/uploads").then(), 400, "invalid-request");
        uploads(List.of()).statusCode(200);
    }

    private ValidatableResponse uploads(List<String> fragments) {
        return admin.json(Map.of("fragments", fragments))
                .post(push + "/uploads")
                .then();
    }

    @Test
    void a_body_that_says_it_is_larger_than_anything_may_be_is_refused_before_it_comes() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            String head = """
                    POST /v1/sessions HTTP/1.1
                    Host: x
                    Content-Type: application/json
                    Content-Length: 7000000000
                    Connection: close

                    """;
            out.write(bytes(head.replace("\n", "\r\n")));
            out.flush();
            socket.setSoTimeout(20_000);
            assertThat(firstLine(socket.getInputStream())).startsWith("HTTP/1.1 413");
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void a_document_without_a_type_is_not_taken_for_a_stream() {
        String large = "{\"name\":\"" + "a".repeat(2 << 20) + "\",\"secret\":\"b\"}";

        int status = Api.anonymous()
                .contentType(ContentType.ANY)
                .body(bytes(large))
                .post("/v1/sessions")
                .statusCode();

        assertThat(status).isIn(413, 415);
    }
}
