package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.embedded.S3Server;
import dev.bale.embedded.S3Settings;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.FaultRule;
import dev.bale.manifest.Sha256;
import dev.bale.presign.VerificationResult.Missing;
import dev.bale.presign.VerificationResult.Refused;
import dev.bale.presign.VerificationResult.Verified;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a store that believes everything: no signatures, and no checksum where the header is left out. */
class VerificationTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final byte[] BYTES = "twelve bytes".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "other twelve".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 HASH = Sha256.of(BYTES);

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static ObjectStore store;
    private static Presigner presigner;
    private static RawRequests raw;

    private final String key = UUID.randomUUID().toString();
    private final Upload upload = new Upload(key, key + ".copy", HASH, BYTES.length);

    @BeforeAll
    static void start() {
        server = S3Server.start(S3Settings.in(folder).withoutSignatureChecks());
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
    void verify_mode_counts_only_a_copy_that_was_read() {
        put(key, BYTES);

        VerificationResult result = new Verification(store, StoreMode.VERIFY).upload(upload);

        assertThat(result).isEqualTo(new Verified(key + ".copy", null));
        assertThat(store.head(key + ".copy")).isPresent();
    }

    @Test
    void verify_mode_refuses_other_bytes_of_the_same_length_and_keeps_no_copy() {
        put(key, OTHER);

        VerificationResult result = new Verification(store, StoreMode.VERIFY).upload(upload);

        assertThat(result)
                .isEqualTo(new Refused("The upload has the hash " + Sha256.of(OTHER) + " instead of " + HASH));
        assertThat(store.head(key + ".copy")).isEmpty();
    }

    @Test
    void verify_mode_refuses_another_length_without_reading() {
        put(key, new byte[5]);

        assertThat(new Verification(store, StoreMode.VERIFY).upload(upload))
                .isEqualTo(new Refused("The upload has 5 bytes instead of 12"));
    }

    @Test
    void what_replaces_an_upload_after_its_verification_does_not_count() throws Exception {
        put(key, BYTES);
        VerificationResult result = new Verification(store, StoreMode.VERIFY).upload(upload);

        put(key, OTHER);

        assertThat(result).isInstanceOf(Verified.class);
        try (var body = store.open(((Verified) result).key(), 0)) {
            assertThat(body.readAllBytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void an_upload_that_never_came_is_missing_in_either_mode() {
        assertThat(new Verification(store, StoreMode.VERIFY).upload(upload)).isEqualTo(new Missing());
        assertThat(new Verification(store, StoreMode.ENFORCED).upload(upload)).isEqualTo(new Missing());
    }

    @Test
    void enforced_mode_takes_the_stores_word_for_size_and_hash() {
        put(key, BYTES);
        put(key + "-short", new byte[5]);
        put(key + "-silent", OTHER);
        // A store that keeps the checksum of an upload tells it, and here it is not the one that was signed.
        PresignedUrl reported = presigner.put(key + "-reported", Sha256.of(OTHER), OTHER.length, Instant.now(), TTL);
        raw.send("PUT", reported.url(), reported.headers(), OTHER);

        List<VerificationResult> results = new Verification(store, StoreMode.ENFORCED)
                .uploads(List.of(upload, at("-short"), at("-silent"), at("-reported"), at("-none")));

        assertThat(results)
                .containsExactly(
                        new Verified(key, null),
                        new Refused("The upload has 5 bytes instead of 12"),
                        new Verified(key + "-silent", null),
                        new Refused("The upload has the hash " + Sha256.of(OTHER) + " instead of " + HASH),
                        new Missing());
    }

    @Test
    void an_upload_in_parts_is_read_as_a_whole_in_either_mode() {
        byte[] first = new byte[5 << 20];
        Sha256 whole = Sha256.of(first, BYTES);
        putParts(first, BYTES);

        for (StoreMode mode : List.of(StoreMode.ENFORCED, StoreMode.VERIFY)) {
            Verification verification = new Verification(store, mode);
            assertThat(verification.multipart(key, whole, first.length + BYTES.length))
                    .isEqualTo(new Verified(key, null));
            assertThat(verification.multipart(key, HASH, first.length + BYTES.length))
                    .isInstanceOf(Refused.class);
            assertThat(verification.multipart(key, whole, 7)).isInstanceOf(Refused.class);
            assertThat(verification.multipart(key + "-none", whole, 7)).isInstanceOf(Missing.class);
        }
    }

    @Test
    void a_read_that_breaks_goes_on_where_it_broke() {
        byte[] large = new byte[20 << 20];
        put(key, large);
        try (FaultProxy flaky = FaultProxy.before(server.endpoint());
                ObjectStore through = storeAt(flaky)) {
            flaky.inject(new Fault.ResetResponse(6 << 20), FaultRule.on("GET").times(1));
            flaky.inject(
                    new Fault.TruncateResponse(5 << 20),
                    FaultRule.on("GET").after(1).times(1));

            VerificationResult result =
                    new Verification(through, StoreMode.VERIFY).multipart(key, Sha256.of(large), large.length);

            assertThat(result).isInstanceOf(Verified.class);
            // What a reset found in buffers is read again; a read from the start would make it 31 MiB.
            assertThat(flaky.traffic().of("GET").responseBytes()).isLessThan(28 << 20);
        }
    }

    @Test
    void a_read_that_keeps_breaking_ends() {
        put(key, new byte[1 << 20]);
        try (FaultProxy flaky = FaultProxy.before(server.endpoint());
                ObjectStore through = storeAt(flaky)) {
            flaky.inject(new Fault.TruncateResponse(10), FaultRule.on("GET"));

            assertThatThrownBy(() -> new Verification(through, StoreMode.VERIFY)
                            .multipart(key, Sha256.of(new byte[1 << 20]), 1 << 20))
                    .isInstanceOf(StoreException.StoreUnavailable.class);
        }
    }

    @Test
    void nothing_is_verified_on_a_refused_store() {
        assertThatThrownBy(() -> new Verification(store, StoreMode.REFUSED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("self-test");
    }

    private Upload at(String suffix) {
        return new Upload(key + suffix, key + suffix + ".copy", HASH, BYTES.length);
    }

    /** No checksum goes with it, and the store asks for none. */
    private static void put(String key, byte[] bytes) {
        PresignedUrl url = presigner.put(key, HASH, bytes.length, Instant.now(), TTL);
        assertThat(raw.send("PUT", url.url(), Map.of(), bytes).status()).isEqualTo(200);
    }

    private void putParts(byte[]... parts) {
        String id = store.createMultipart(key);
        for (int i = 0; i < parts.length; i++) {
            PartUpload part = new PartUpload(key, id, i + 1, Sha256.of(parts[i]), parts[i].length);
            PresignedUrl url = presigner.uploadPart(part, Instant.now(), TTL);
            assertThat(raw.send("PUT", url.url(), url.headers(), parts[i]).status())
                    .isEqualTo(200);
        }
        store.completeMultipart(key, id, store.listParts(key, id));
    }

    private static ObjectStore storeAt(FaultProxy proxy) {
        StoreSettings settings = new StoreSettings(
                "test", proxy.endpoint(), proxy.endpoint(), S3Server.REGION, server.bucket(), "some/prefix", true);
        return new ObjectStore(settings, Stores.credentials(server));
    }
}
