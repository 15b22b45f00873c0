package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.embedded.S3Server;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.FaultRule;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class ObjectStoreTest {
    private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);

    private static S3Server server;
    private static ObjectStore store;
    private static Presigner presigner;
    private static RawRequests raw;

    private final String folder = UUID.randomUUID().toString();

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
    void head_tells_size_and_hash_or_that_there_is_nothing() {
        put("a", BYTES);

        ObjectFacts facts = store.head(folder + "/a").orElseThrow();

        assertThat(facts.size()).isEqualTo(BYTES.length);
        assertThat(facts.sha256()).hasValue(Sha256.of(BYTES));
        assertThat(store.head(folder + "/none")).isEmpty();
    }

    @Test
    void many_heads_come_in_the_order_asked() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add(folder + "/" + i);
            if (i % 3 == 0) {
                put(Integer.toString(i), new byte[i]);
            }
        }

        List<Optional<ObjectFacts>> facts = store.headAll(keys);

        for (int i = 0; i < 200; i++) {
            assertThat(facts.get(i).map(ObjectFacts::size))
                    .isEqualTo(i % 3 == 0 ? Optional.of((long) i) : Optional.empty());
        }
        assertThat(facts.get(3).orElseThrow()).isEqualTo(store.head(keys.get(3)).orElseThrow());
        assertThat(store.headAll(List.of())).isEmpty();
    }

    @Test
    void many_heads_overcome_some_failures_and_end_at_a_lasting_one() {
        put("a", BYTES);
        List<String> keys = Collections.nCopies(50, folder + "/a");
        try (FaultProxy flaky = FaultProxy.before(server.endpoint());
                ObjectStore through = storeAt(flaky.endpoint())) {
            flaky.inject(Fault.slowDown(), FaultRule.on("HEAD").times(2));
            flaky.inject(
                    new Fault.ResetResponse(-1), FaultRule.on("HEAD").after(5).times(2));

            assertThat(through.headAll(keys)).allMatch(Optional::isPresent);

            flaky.inject(Fault.serverError(), FaultRule.on("HEAD"));
            assertThatThrownBy(() -> through.headAll(keys)).isInstanceOf(StoreException.StoreUnavailable.class);
        }
    }

    @Test
    void a_copy_has_the_same_bytes_and_a_missing_source_is_said() {
        put("a", BYTES);

        ObjectFacts copy = store.copy(folder + "/a", folder + "/ü b");

        assertThat(copy.key()).isEqualTo(folder + "/ü b");
        assertThat(copy.size()).isEqualTo(BYTES.length);
        assertThatThrownBy(() -> store.copy(folder + "/none", folder + "/c"))
                .isInstanceOf(StoreException.ObjectMissing.class);
    }

    @Test
    void deleting_is_repeatable_and_leaves_others_alone() {
        put("a", BYTES);
        put("ab", BYTES);

        store.delete(List.of(folder + "/a", folder + "/none"));
        store.delete(List.of(folder + "/a"));
        store.delete(List.of());

        assertThat(store.list(folder + "/", "").map(StoredObject::key)).containsExactly(folder + "/ab");
    }

    @Test
    void more_than_a_page_is_listed_and_deleted() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            keys.add("%s/%04d".formatted(folder, i));
        }
        new InParallel(16).map(keys, key -> {
            put(key.substring(folder.length() + 1), new byte[0]);
            return key;
        });

        assertThat(store.list(folder + "/", "").map(StoredObject::key)).containsExactlyElementsOf(keys);
        assertThat(store.list(folder + "/", keys.get(1050)).map(StoredObject::key))
                .containsExactlyElementsOf(keys.subList(1051, 1100));
        store.delete(keys);
        assertThat(store.list(folder + "/", "")).isEmpty();
    }

    @Test
    void an_object_is_read_from_any_byte_and_may_be_left_in_the_middle() throws IOException {
        put("a", BYTES);
        put("large", new byte[5_000_000]);

        try (InputStream body = store.open(folder + "/a", 5)) {
            assertThat(body.readAllBytes()).isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < ObjectStore.CONNECTIONS + 10; i++) {
            try (InputStream body = store.open(folder + "/large", 0)) {
                assertThat(body.read()).isZero();
            }
        }
        assertThatThrownBy(() -> store.open(folder + "/none", 0)).isInstanceOf(StoreException.ObjectMissing.class);
    }

    @Test
    void parts_become_one_object_that_their_urls_no_longer_change() {
        String key = folder + "/parts";
        String upload = store.createMultipart(key);
        byte[] first = new byte[5 << 20];
        PresignedUrl firstUrl = part(key, upload, 1, first);
        send(firstUrl, first);
        send(part(key, upload, 2, BYTES), BYTES);
        assertThat(store.listMultipart(folder).map(OpenMultipart::uploadId)).containsExactly(upload);

        List<StoredPart> parts = store.listParts(key, upload);
        store.completeMultipart(key, upload, parts);

        assertThat(parts).extracting(StoredPart::size).containsExactly(5L << 20, (long) BYTES.length);
        assertThat(store.head(key).orElseThrow().size()).isEqualTo((5 << 20) + BYTES.length);
        assertThat(store.head(key).orElseThrow().sha256()).isEmpty();
        ObjectFacts before = store.head(key).orElseThrow();
        // AWS answers 404; the embedded store takes the part and does nothing with it.
        raw.send("PUT", firstUrl.url(), firstUrl.headers(), first);
        assertThat(store.head(key)).hasValue(before);
        assertThat(store.listMultipart(folder)).isEmpty();
    }

    @Test
    void aborting_is_repeatable_and_forgets_the_parts() {
        String key = folder + "/parts";
        String upload = store.createMultipart(key);
        send(part(key, upload, 1, BYTES), BYTES);

        store.abortMultipart(key, upload);
        store.abortMultipart(key, upload);

        assertThat(store.listMultipart(folder)).isEmpty();
        assertThat(store.head(key)).isEmpty();
    }

    @Test
    void some_failures_of_the_store_are_overcome() {
        put("a", BYTES);
        try (FaultProxy flaky = FaultProxy.before(server.endpoint());
                ObjectStore through = storeAt(flaky.endpoint())) {
            flaky.inject(Fault.slowDown(), FaultRule.on("HEAD").times(2));
            flaky.inject(new Fault.ResetResponse(-1), FaultRule.on("GET").times(1));

            assertThat(through.head(folder + "/a")).isPresent();
            assertThatCode(() -> through.open(folder + "/a", 0).close()).doesNotThrowAnyException();
        }
    }

    @Test
    void a_store_that_fails_is_unavailable_after_bounded_tries() {
        try (FaultProxy broken = FaultProxy.before(server.endpoint());
                ObjectStore through = storeAt(broken.endpoint())) {
            broken.inject(Fault.serverError(), FaultRule.always());

            assertThatThrownBy(() -> through.head(folder + "/a"))
                    .isInstanceOf(StoreException.StoreUnavailable.class)
                    .hasMessageContaining("test")
                    .hasMessageContaining("500");
            assertThat(broken.traffic().total().requests()).isEqualTo(3);
        }
    }

    @Test
    void a_store_that_is_down_is_unavailable_soon() {
        try (ObjectStore nowhere = storeAt(URI.create("http://127.0.0.1:1"))) {
            Instant start = Instant.now();

            assertThatThrownBy(() -> nowhere.headAll(List.of("a", "b")))
                    .isInstanceOf(StoreException.StoreUnavailable.class)
                    .hasMessageContaining("cannot be reached");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void wrong_credentials_are_refused_and_not_shown() {
        StaticCredentialsProvider wrong =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("wrongkey", "wrongsecret"));
        try (ObjectStore stranger = new ObjectStore(Stores.settings(server), wrong)) {
            assertThatThrownBy(() -> stranger.head("a"))
                    .isInstanceOf(StoreException.StoreRefused.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("wrong");
            assertThatThrownBy(() -> stranger.list("", "").toList()).isInstanceOf(StoreException.StoreRefused.class);
        }
    }

    private static ObjectStore storeAt(URI endpoint) {
        StoreSettings settings =
                new StoreSettings("test", endpoint, endpoint, S3Server.REGION, server.bucket(), "some/prefix", true);
        return new ObjectStore(settings, Stores.credentials(server));
    }

    private static PresignedUrl part(String key, String upload, int number, byte[] bytes) {
        return presigner.uploadPart(
                new PartUpload(key, upload, number, Sha256.of(bytes), bytes.length),
                Instant.now(),
                Duration.ofMinutes(5));
    }

    private void put(String name, byte[] bytes) {
        send(
                presigner.put(
                        folder + "/" + name, Sha256.of(bytes), bytes.length, Instant.now(), Duration.ofMinutes(5)),
                bytes);
    }

    private static void send(PresignedUrl url, byte[] bytes) {
        assertThat(raw.send(url.method(), url.url(), url.headers(), bytes).status())
                .isEqualTo(200);
    }
}
