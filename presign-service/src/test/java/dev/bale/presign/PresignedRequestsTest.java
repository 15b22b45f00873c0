package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.S3Server;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.FaultRule;
import dev.bale.manifest.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded store refuses what the registry relies on being refused, so that tests against it mean something. */
class PresignedRequestsTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final byte[] BYTES = "twelve bytes".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "other twelve".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private static S3Server server;
    private static ObjectStore store;
    private static Presigner presigner;
    private static RawRequests raw;

    private final String key = "ab/" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        server = S3Server.throwaway();
        store = new ObjectStore(Stores.settings(server), Stores.credentials(server));
        presigner = new Presigner(Stores.settings(server), Stores.credentials(server));
        raw = new RawRequests("test", RawRequests.USUAL_LIMIT);
    }

    @AfterAll
    static void stop() {
        raw.close();
        store.close();
        server.close();
    }

    @Test
    void an_upload_and_its_download_work() {
        assertThat(send(put(key), BYTES)).isEqualTo(200);

        assertThat(read(get(key).url())).isEqualTo("twelve bytes");
        assertThat(store.head(key).orElseThrow().sha256()).hasValue(Sha256.of(BYTES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b+c", "ü/日本/😀", "%2F&=?#", "'()*!~", "[a]{b}|\\^`\"<>"})
    void odd_keys_work_as_the_bytes_they_are(String odd) {
        String oddKey = key + odd;

        assertThat(send(put(oddKey), BYTES)).isEqualTo(200);
        assertThat(read(get(oddKey).url())).isEqualTo("twelve bytes");
        assertThat(store.list(key, "").map(StoredObject::key)).containsExactly(oddKey);
    }

    @Test
    void an_upload_of_other_bytes_is_refused_and_not_stored() {
        assertThat(send(put(key), OTHER)).isEqualTo(400);
        assertThat(store.head(key)).isEmpty();
    }

    @Test
    void an_upload_of_other_bytes_leaves_what_was_there() {
        send(put(key), BYTES);

        assertThat(send(put(key), OTHER)).isEqualTo(400);
        assertThat(read(get(key).url())).isEqualTo("twelve bytes");
    }

    @Test
    void an_upload_without_its_checksum_header_is_refused_and_not_stored() {
        assertThat(raw.send("PUT", put(key).url(), Map.of(), BYTES).status()).isEqualTo(403);
        assertThat(store.head(key)).isEmpty();
    }

    @Test
    void an_upload_with_another_checksum_header_is_refused_and_not_stored() {
        Map<String, String> headers = new HashMap<>(put(key).headers());
        headers.put(
                "x-amz-checksum-sha256",
                presigner
                        .put(key, Sha256.of(OTHER), 1, Instant.now(), TTL)
                        .headers()
                        .get("x-amz-checksum-sha256"));

        assertThat(raw.send("PUT", put(key).url(), headers, OTHER).status()).isEqualTo(403);
        assertThat(store.head(key)).isEmpty();
    }

    @Test
    void an_upload_of_another_length_is_refused_and_not_stored() {
        PresignedUrl shorter = presigner.put(key, Sha256.of(BYTES), BYTES.length - 1, Instant.now(), TTL);

        assertThat(send(shorter, BYTES)).isEqualTo(403);
        assertThat(store.head(key)).isEmpty();
    }

    @Test
    void a_part_of_other_bytes_is_refused() {
        String upload = store.createMultipart(key);
        PresignedUrl part = presigner.uploadPart(
                new PartUpload(key, upload, 1, Sha256.of(BYTES), BYTES.length), Instant.now(), TTL);

        assertThat(send(part, OTHER)).isEqualTo(400);
        assertThat(store.listParts(key, upload)).isEmpty();
    }

    @Test
    void an_expired_url_is_refused() {
        send(put(key), BYTES);
        Instant past = Instant.now().minusSeconds(120);

        assertThat(status(presigner
                        .get(GetRequest.of(key, past, Duration.ofSeconds(60)))
                        .url()))
                .isEqualTo(403);
        assertThat(send(presigner.put(key + "2", Sha256.of(BYTES), BYTES.length, past, Duration.ofSeconds(60)), BYTES))
                .isEqualTo(403);
    }

    @Test
    void a_longer_life_written_into_the_url_is_refused() {
        send(put(key), BYTES);

        assertThat(status(replaced(get(key).url(), "X-Amz-Expires=300", "X-Amz-Expires=3000")))
                .isEqualTo(403);
    }

    @Test
    void a_wrong_signature_and_another_key_are_refused() {
        send(put(key), BYTES);
        send(put(key + "2"), BYTES);

        assertThat(status(replaced(get(key).url(), "X-Amz-Signature=.", "X-Amz-Signature=z")))
                .isEqualTo(403);
        assertThat(status(URI.create(get(key).url().toString().replace(key, key + "2"))))
                .isEqualTo(403);
    }

    @Test
    void another_method_is_refused() {
        send(put(key), BYTES);

        assertThat(raw.send("DELETE", get(key).url(), Map.of(), NOTHING).status())
                .isEqualTo(403);
        assertThat(raw.send("PUT", get(key).url(), Map.of(), OTHER).status()).isEqualTo(403);
        assertThat(read(get(key).url())).isEqualTo("twelve bytes");
    }

    @Test
    void the_event_in_the_url_is_tolerated_and_cannot_be_changed_or_left_out() {
        send(put(key), BYTES);
        URI url = presigner
                .get(GetRequest.of(key, Instant.now(), TTL).withParameter("x-bale-event", "e17"))
                .url();

        assertThat(read(url)).isEqualTo("twelve bytes");
        assertThat(status(replaced(url, "x-bale-event=e17", "x-bale-event=e18")))
                .isEqualTo(403);
        assertThat(status(replaced(url, "x-bale-event=e17&", ""))).isEqualTo(403);
    }

    @Test
    void a_batch_makes_urls_that_work() {
        send(put(key), BYTES);
        BatchSigner batch = presigner.batch(new BatchTerms(Instant.now(), TTL, Map.of("x-bale-event", "e17")));
        BatchSigner.Item item = batch.sign(key);

        assertThat(read(URI.create(batch.base() + "/" + item.key() + "?" + batch.query() + "&X-Amz-Signature="
                        + item.signature())))
                .isEqualTo("twelve bytes");
    }

    @Test
    void the_answer_is_an_attachment_where_so_signed() {
        send(put(key), BYTES);
        URI url = presigner
                .get(GetRequest.of(key, Instant.now(), TTL)
                        .answeredAs("attachment; filename=\"a b.csv\"", "application/octet-stream"))
                .url();

        assertThat(read(url)).isEqualTo("twelve bytes");
        assertThat(status(replaced(url, "attachment", "inline"))).isEqualTo(403);
    }

    @Test
    void urls_are_for_the_public_endpoint_while_the_registry_uses_the_internal_one() {
        try (FaultProxy edge = FaultProxy.before(server.endpoint());
                ObjectStore internal =
                        new ObjectStore(Stores.settings(server, edge.endpoint()), Stores.credentials(server))) {
            Presigner atTheEdge = new Presigner(Stores.settings(server, edge.endpoint()), Stores.credentials(server));

            send(atTheEdge.put(key, Sha256.of(BYTES), BYTES.length, Instant.now(), TTL), BYTES);

            assertThat(internal.head(key)).isPresent();
            assertThat(edge.traffic().total().requests()).isEqualTo(1);
        }
    }

    @Test
    void a_byte_changed_on_the_way_is_refused_by_the_store() {
        try (FaultProxy edge = FaultProxy.before(server.endpoint())) {
            edge.inject(new Fault.CorruptRequest(3), FaultRule.on("PUT"));
            Presigner atTheEdge = new Presigner(Stores.settings(server, edge.endpoint()), Stores.credentials(server));

            assertThat(send(atTheEdge.put(key, Sha256.of(BYTES), BYTES.length, Instant.now(), TTL), BYTES))
                    .isEqualTo(400);
            assertThat(store.head(key)).isEmpty();
        }
    }

    private static PresignedUrl put(String key) {
        return presigner.put(key, Sha256.of(BYTES), BYTES.length, Instant.now(), TTL);
    }

    private static PresignedUrl get(String key) {
        return presigner.get(GetRequest.of(key, Instant.now(), TTL));
    }

    private static int send(PresignedUrl url, byte[] body) {
        return raw.send(url.method(), url.url(), url.headers(), body).status();
    }

    private static int status(URI get) {
        return raw.send("GET", get, Map.of(), NOTHING).status();
    }

    private static String read(URI get) {
        return raw.send("GET", get, Map.of(), NOTHING).text();
    }

    private static URI replaced(URI url, String pattern, String by) {
        String changed = url.toString().replaceFirst(pattern, by);
        assertThat(changed).isNotEqualTo(url.toString());
        return URI.create(changed);
    }
}
