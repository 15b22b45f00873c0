package dev.bale.registry.api.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.manifest.Entry;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.PageStream;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.VersionDocument;
import dev.bale.presign.ObjectStore;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.stores.Stores;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.inject.spi.CDI;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files above 64 MiB: kept whole and uploaded in parts, or split into fragments. */
@QuarkusTest
class LargeFilesTest {
    private static final int MIB = 1 << 20;

    private Api admin;
    private String name;
    private String address;

    @BeforeEach
    void a_package_name() {
        admin = Api.admin();
        name = Api.unique("team/large");
        address = "/v1/packages/" + name + "/versions/latest";
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_large_columnar_file_is_uploaded_in_parts_resumed_and_verified_as_a_whole() {
        byte[] bytes = random(1, 70 * MIB);
        Push push = Push.of(admin, name, new Content().file("t.parquet", bytes)).named(Map.of());
        List<String> fragments = push.wantedFragments();

        Response opened = push.openUploads(fragments)
                .statusCode(200)
                .body("uploads[0].url", nullValue())
                .body("uploads[0].part_size", equalTo(16 * MIB))
                .body("uploads[0].stored_parts", empty())
                .extract()
                .response();
        String upload = opened.path("uploads[0].upload");
        putPart(push, upload, bytes, 1);
        putPart(push, upload, bytes, 3);
        Map<String, Object> second = part(push, upload, bytes, 2);
        assertThat(Push.put(second, Arrays.copyOf(bytes, 16 * MIB))).isBetween(400, 499);

        push.openUploads(fragments)
                .body("uploads[0].upload", equalTo(upload))
                .body("uploads[0].stored_parts.number", equalTo(List.of(1, 3)))
                .body("uploads[0].stored_parts[0].size", equalTo(16 * MIB));
        push.done(List.of(upload)).body("verified", empty()).body("refused", hasSize(1));
        putPart(push, upload, bytes, 2);
        putPart(push, upload, bytes, 4);
        putPart(push, upload, bytes, 5);
        push.done(List.of(upload)).body("verified", equalTo(List.of(upload)));
        push.done(List.of(upload)).body("verified", equalTo(List.of(upload)));
        push.commit().statusCode(200).body("bytes", equalTo(70 * MIB));

        assertThat(Sha256.of(Push.read(admin, name, "latest", 0))).isEqualTo(Sha256.of(bytes));
        admin.as()
                .redirects()
                .follow(false)
                .get(address + "/files/t.parquet")
                .then()
                .statusCode(302);
    }

    @Test
    void an_upload_whose_parts_were_joined_before_the_report_got_through_is_complete_and_nothing_is_sent_again() {
        byte[] bytes = random(6, 65 * MIB);
        Push push = Push.of(admin, name, new Content().file("t.parquet", bytes)).named(Map.of());
        List<String> fragments = push.wantedFragments();
        String upload = push.openUploads(fragments)
                .body("uploads[0].complete", nullValue())
                .extract()
                .path("uploads[0].upload");
        for (int number = 1; number <= 5; number++) {
            putPart(push, upload, bytes, number);
        }
        push.openUploads(fragments).body("uploads[0].complete", nullValue());
        join(upload);

        push.openUploads(fragments)
                .statusCode(200)
                .body("uploads[0].upload", equalTo(upload))
                .body("uploads[0].stored_parts", empty())
                .body("uploads[0].complete", equalTo(true));
        push.done(List.of(upload)).body("verified", equalTo(List.of(upload)));
        push.commit().statusCode(200);

        assertThat(Sha256.of(Push.read(admin, name, "latest", 0))).isEqualTo(Sha256.of(bytes));
    }

    /** What the registry does when it gets a report, of which it then knows nothing: it was killed there. */
    private static void join(String upload) {
        ObjectStore objects =
                CDI.current().select(Stores.class).get().get(storeOf(upload)).objects();
        Db.query(
                        "select key, multipart_id from upload where id = cast(? as uuid)",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        upload)
                .forEach(row -> objects.completeMultipart(
                        row.getKey(), row.getValue(), objects.listParts(row.getKey(), row.getValue())));
    }

    private static long storeOf(String upload) {
        return Db.count("select store_id from upload where id = cast(? as uuid)", upload);
    }

    @Test
    void presence_changes_only_for_the_fragments_that_change() {
        List<byte[]> fragments = new ArrayList<>(Collections.nCopies(70, random(7, MIB)));
        for (int i = 0; i < 20; i++) {
            fragments.add((name + i).getBytes(StandardCharsets.UTF_8));
        }
        Push.publish(admin, name, new Content().split("big.bin", fragments));
        assertThat(presence("")).isEqualTo(22);

        fragments.set(80, (name + "changed").getBytes(StandardCharsets.UTF_8));
        Push.publish(admin, name, new Content().split("big.bin", fragments));
        assertThat(presence("")).isEqualTo(24);
        assertThat(presence(" and end_log_id is not null")).isEqualTo(2);

        Push.publish(admin, name, new Content().split("big.bin", fragments).meta("big.bin", "{\"a\":1}"));
        assertThat(presence("")).isEqualTo(24);
        assertThat(presence(" and end_log_id is not null")).isEqualTo(2);

        Push.publish(admin, name, new Content().split("big.bin", fragments.subList(0, 80)));
        assertThat(presence("")).isEqualTo(25);
        assertThat(presence(" and end_log_id is not null")).isEqualTo(13);
    }

    private long presence(String which) {
        return Db.count(
                "select count(*) from presence_interval where package_id ="
                        + " (select k.id from package k join namespace n on n.id = k.namespace_id"
                        + " where n.name || '/' || k.name = ?)" + which,
                name);
    }

    @Test
    void parts_that_are_none_of_the_upload_are_refused() {
        Push push = Push.of(
                        admin,
                        name,
                        new Content()
                                .claimed(
                                        "t.parquet",
                                        70L * MIB,
                                        Sha256.of(random(2, 9)).toString())
                                .file("small", Api.unique("small")))
                .named(Map.of());
        List<Map<String, Object>> uploads = push.uploads(push.wantedFragments());
        Object large = uploads.stream()
                .filter(each -> each.containsKey("part_size"))
                .findFirst()
                .orElseThrow()
                .get("upload");
        Object small = uploads.stream()
                .filter(each -> each.containsKey("url"))
                .findFirst()
                .orElseThrow()
                .get("upload");
        String hash = Sha256.of(new byte[0]).toString();

        for (int number : List.of(0, -1, 6, 10_001)) {
            Problems.expect(parts(push, large, number, hash), 400, "invalid-request");
        }
        Problems.expect(parts(push, small, 1, hash), 400, "invalid-request");
        Problems.expect(parts(push, large, 1, "sha256:short"), 422, "invalid-manifest");
        Problems.expect(parts(push, java.util.UUID.randomUUID(), 1, hash), 404, "not-found");
        parts(push, large, 5, hash).statusCode(200);
        Db.update("update upload set state = 'refused' where id = ?::uuid", large);
        Problems.expect(parts(push, large, 5, hash), 400, "invalid-request");
    }

    private io.restassured.response.ValidatableResponse parts(Push push, Object upload, int number, String hash) {
        return admin.json(Map.of("parts", List.of(Map.of("number", number, "sha256", hash))))
                .post(push.address() + "/uploads/" + upload + "/parts")
                .then();
    }

    private Map<String, Object> part(Push push, String upload, byte[] bytes, int number) {
        return parts(push, upload, number, Sha256.of(slice(bytes, number)).toString())
                .statusCode(200)
                .extract()
                .path("parts[0]");
    }

    private void putPart(Push push, String upload, byte[] bytes, int number) {
        assertThat(Push.put(part(push, upload, bytes, number), slice(bytes, number)))
                .isEqualTo(200);
    }

    private static byte[] slice(byte[] bytes, int number) {
        return Arrays.copyOfRange(bytes, (number - 1) * 16 * MIB, Math.min(bytes.length, number * 16 * MIB));
    }

    @Test
    void a_file_of_several_fragments_comes_by_curl_configuration() {
        byte[] block = random(3, 9 * MIB);
        List<byte[]> fragments = new ArrayList<>(Collections.nCopies(7, block));
        fragments.add(random(4, 2 * MIB));
        Push.publish(admin, name, new Content().split("folder/big.bin", fragments));

        Problems.expect(
                        admin.as()
                                .redirects()
                                .follow(false)
                                .get(address + "/files/folder/big.bin")
                                .then(),
                        409,
                        "several-fragments")
                .body("detail", containsString("?as=curl"));
        String configuration = admin.as()
                .get(address + "/files/folder/big.bin?as=curl")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .header("Cache-Control", "no-store")
                .extract()
                .asString();

        MessageDigest digest = Sha256.digest();
        long bytes = Pattern.compile("(?m)^url = \"(.*)\"$")
                .matcher(configuration)
                .results()
                .mapToLong(match -> {
                    byte[] fragment = Push.get(match.group(1)).body();
                    digest.update(fragment);
                    return fragment.length;
                })
                .sum();
        assertThat(bytes).isEqualTo(65L * MIB);
        admin.as()
                .get(address + "/entries")
                .then()
                .body("entries[0].sha256", equalTo(Sha256.finish(digest).toString()))
                .body("entries[0].fragments", equalTo(8));
        assertThat(AuditLine.of(name).getLast().detail()).isEqualTo("{\"purpose\":\"cat\"}");
    }

    @Test
    void a_file_of_very_many_fragments_is_read_by_pages_and_ranges_of_them() throws IOException {
        byte[] block = random(5, MIB);
        List<byte[]> fragments = new ArrayList<>(Collections.nCopies(70, block));
        for (int i = 0; i < 200; i++) {
            // Always the same, because where pages end depends on it.
            fragments.add(("one of very many " + i).getBytes(StandardCharsets.UTF_8));
        }
        Content content = new Content().file("a", name).split("big.bin", fragments);
        Push push = Push.of(admin, name, content).uploaded(Map.of());
        push.commit().statusCode(200);
        assertThat(push.uploaded()).hasSize(202);

        List<Page> pages = fragmentPages("", "0", "1");
        assertThat(pages.getFirst().level()).isEqualTo(1);
        assertThat(pages.get(1).fragments().getFirst().sha256()).isEqualTo(Sha256.of(block));
        Response range = admin.json(Map.of("fragments", Map.of("ordinal", 1, "from", 68, "to", 72), "form", "plain"))
                .post(address + "/hand-outs");
        assertThat(range.statusCode()).as(range.asString()).isEqualTo(200);
        List<Map<String, Object>> lines = range.asString()
                .lines()
                .map(line -> new io.restassured.path.json.JsonPath(line).<String, Object>getMap("$"))
                .toList();
        assertThat(lines.stream().map(line -> line.get("fragment"))).containsExactly(68, 69, 70, 71);
        assertThat(Push.get((String) lines.get(1).get("url")).body()).isEqualTo(block);
        assertThat(Push.get((String) lines.get(3).get("url")).body()).asString().isEqualTo("one of very many 1");

        admin.json(Map.of("entries", List.of(List.of(0, 2))))
                .post(address + "/hand-outs")
                .then()
                .body("items", hasSize(271));
        admin.as().get(address + "/entries").then().body("entries[1].fragments", equalTo(270));

        Push same = Push.of(admin, name, content.file("b", name + " beta")).uploaded(Map.of());
        same.commit().statusCode(200);
        assertThat(same.uploaded()).hasSize(1);
        assertThat(same.sentPages()).hasSizeLessThan(3);
    }

    @Test
    void at_most_ten_thousand_fragments_are_handed_out_at_once() {
        byte[] block = random(6, 8 << 10);
        Push.publish(admin, name, new Content().split("big.bin", Collections.nCopies(10_001, block)));

        Problems.expect(
                        admin.json(Map.of("entries", List.of(List.of(0, 1))))
                                .post(address + "/hand-outs")
                                .then(),
                        413,
                        "too-large")
                .body("detail", containsString("fragments"));
        admin.json(Map.of("fragments", Map.of("ordinal", 0, "from", 1, "to", 10_001)))
                .post(address + "/hand-outs")
                .then()
                .statusCode(200)
                .body("items", hasSize(10_000));
    }

    @Test
    void a_skipped_fragment_list_must_have_the_size_that_is_claimed() {
        Content content = new Content().split("big.bin", Collections.nCopies(9_000, random(7, 8 << 10)));
        Push.publish(admin, name, content);
        Entry right = content.entries().getFirst();
        Entry wrong = new Entry(right.path(), right.size() + 1, right.sha256(), right.fragments(), right.meta());
        Page leaf = Page.of(PageKind.ENTRIES, 0, List.of(wrong));
        VersionDocument document = VersionDocument.of(leaf.name(), 1, wrong.size());
        String push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        admin.json(Map.of(
                        "top_hash",
                        document.topHash().toString(),
                        "document",
                        new String(document.toJson(), StandardCharsets.UTF_8)))
                .put(push)
                .then()
                .statusCode(201);

        List<String> wanted = admin.as()
                .contentType("application/vnd.bale.pages")
                .body(leaf.bytes())
                .post(push + "/pages")
                .then()
                .statusCode(200)
                .extract()
                .path("pages");

        assertThat(right.fragments()).isInstanceOf(Fragments.Paged.class);
        assertThat(wanted)
                .containsExactly(((Fragments.Paged) right.fragments()).root().toString());
    }

    private List<Page> fragmentPages(String... positions) throws IOException {
        PageStream stream = new PageStream(
                new ByteArrayInputStream(admin.json(Map.of("ordinal", 1, "positions", List.of(positions)))
                        .post(address + "/fragment-pages")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray()));
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            pages.add(stream.next().orElseThrow());
        }
        assertThat(AuditLine.allOf(name).stream().map(AuditLine::kind)).contains("read");
        return pages;
    }
}
