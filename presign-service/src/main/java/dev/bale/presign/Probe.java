package dev.bale.presign;

import dev.bale.manifest.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools of the self-test's checks: small objects under one folder, and requests on them. */
final class Probe {
    static final byte[] NOTHING = {};
    static final byte[] BYTES = "what was signed".getBytes(StandardCharsets.UTF_8);
    static final byte[] OTHER_BYTES = "what was forged".getBytes(StandardCharsets.UTF_8);

    private static final Duration TTL = Duration.ofMinutes(2);

    private final Presigner presigner;
    private final ObjectStore store;
    private final RawRequests raw;
    private final Clock clock;
    private final String folder;
    private final List<String> keys = new ArrayList<>();
    private final List<OpenMultipart> multiparts = new ArrayList<>();

    Probe(Presigner presigner, ObjectStore store, RawRequests raw, Clock clock, String folder) {
        this.presigner = presigner;
        this.store = store;
        this.raw = raw;
        this.clock = clock;
        this.folder = folder;
    }

    /** Positive where the store is ahead. The header has whole seconds, so half of one is added. */
    Duration clockSkew() {
        Instant before = clock.instant();
        RawRequests.Answer answer =
                raw.send("HEAD", store.settings().publicEndpoint().resolve("/"), Map.of(), NOTHING);
        Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        Instant told = answer.date()
                .orElseThrow(() -> new StoreException.StoreRefused(
                        "The store " + store.settings().name() + " sends no Date header, so that its clock cannot be"
                                + " compared",
                        null));
        return Duration.between(middle, told.plusMillis(500));
    }

    String key(String name) {
        String key = folder + "/" + name;
        keys.add(key);
        return key;
    }

    PresignedUrl put(String key) {
        return presigner.put(key, Sha256.of(BYTES), BYTES.length, clock.instant(), TTL);
    }

    PresignedUrl get(GetRequest request) {
        return presigner.get(request);
    }

    GetRequest getRequest(String key) {
        return GetRequest.of(key, clock.instant(), TTL);
    }

    /** A GET that died some minutes ago: well beyond any difference of clocks that is allowed. */
    PresignedUrl expiredGet(String key) {
        return presigner.get(GetRequest.of(key, clock.instant().minus(Duration.ofMinutes(10)), Duration.ofMinutes(1)));
    }

    OpenMultipart openMultipart(String key) {
        OpenMultipart open = new OpenMultipart(key, store.createMultipart(key), clock.instant());
        multiparts.add(open);
        return open;
    }

    PresignedUrl putPart(OpenMultipart open) {
        PartUpload part = new PartUpload(open.key(), open.uploadId(), 1, Sha256.of(BYTES), BYTES.length);
        return presigner.uploadPart(part, clock.instant(), TTL);
    }

    List<StoredPart> parts(OpenMultipart open) {
        return store.listParts(open.key(), open.uploadId());
    }

    void complete(OpenMultipart open) {
        store.completeMultipart(open.key(), open.uploadId(), parts(open));
        multiparts.remove(open);
    }

    Optional<ObjectFacts> head(String key) {
        return store.head(key);
    }

    RawRequests.Answer send(PresignedUrl url, byte[] body) {
        return raw.send(url.method(), url.url(), url.headers(), body);
    }

    RawRequests.Answer send(String method, URI url, Map<String, String> headers, byte[] body) {
        return raw.send(method, url, headers, body);
    }

    void cleanUp() {
        multiparts.forEach(open -> store.abortMultipart(open.key(), open.uploadId()));
        store.delete(keys);
    }
}
