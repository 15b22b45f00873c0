package dev.bale.presign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bale.embedded.S3Server;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * A store such as some out there: it never compares bytes with their checksum, and may forget to look at more. A front
 * for a real store, to which it writes whatever came, signed anew.
 */
final class ForgetfulStore implements AutoCloseable {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final byte[] NOTHING = {};

    private final HttpServer http;
    private final RawRequests raw = new RawRequests("behind", RawRequests.USUAL_LIMIT);
    private final S3Server behind;
    private final Forgotten forgotten;
    private final StoreSettings settings;
    private final Presigner presigner;

    /** What it forgets besides checksums. */
    enum Forgotten {
        NOTHING_ELSE,
        EXPIRY,
        SIGNATURES
    }

    ForgetfulStore(S3Server behind, Forgotten forgotten) throws IOException {
        this.behind = behind;
        this.forgotten = forgotten;
        this.settings = Stores.settings(behind);
        this.presigner = new Presigner(settings, Stores.credentials(behind));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::serve);
        http.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> query = query(exchange.getRequestURI());
            RawRequests.Answer answer = isSigned(exchange, query) ? pass(exchange, query, body) : null;
            byte[] text = answer == null ? NOTHING : answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 403 : answer.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** By the AWS SDK's signer, over the headers as they came. */
    private boolean isSigned(HttpExchange exchange, Map<String, String> query) {
        if (!query.containsKey("X-Amz-Signature")) {
            return false;
        }
        Instant signedAt =
                LocalDateTime.parse(query.get("X-Amz-Date"), TIMESTAMP).toInstant(ZoneOffset.UTC);
        Duration ttl = Duration.ofSeconds(Long.parseLong(query.get("X-Amz-Expires")));
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(exchange.getRequestMethod()))
                .uri(endpoint())
                .encodedPath(exchange.getRequestURI().getRawPath());
        query.forEach((name, value) -> {
            if (!name.startsWith("X-Amz-")) {
                request.putRawQueryParameter(name, value);
            }
        });
        for (String header : query.get("X-Amz-SignedHeaders").split(";", -1)) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null && !header.equals("host")) {
                request.putHeader(header, value);
            }
        }
        String expected = query(signed(request.build(), signedAt, ttl).getUri()).get("X-Amz-Signature");
        return (forgotten == Forgotten.SIGNATURES
                        || query.get("X-Amz-Signature").equals(expected))
                && (forgotten == Forgotten.EXPIRY || Instant.now().isBefore(signedAt.plus(ttl)));
    }

    private SdkHttpRequest signed(SdkHttpRequest request, Instant signedAt, Duration ttl) {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(Stores.credentials(behind).resolveCredentials())
                        .request(request)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, settings.region())
                        .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, ttl)
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC)))
                .request();
    }

    private RawRequests.Answer pass(HttpExchange exchange, Map<String, String> query, byte[] body) {
        String bucketAndPrefix = "/" + settings.bucket() + "/" + settings.prefix() + "/";
        String key = exchange.getRequestURI().getPath().substring(bucketAndPrefix.length());
        PresignedUrl url = anew(exchange.getRequestMethod(), key, query, body);
        return raw.send(url.method(), url.url(), url.headers(), body);
    }

    private PresignedUrl anew(String method, String key, Map<String, String> query, byte[] body) {
        Instant now = Instant.now();
        if (method.equals("GET")) {
            return presigner.get(GetRequest.of(key, now, TTL));
        }
        Sha256 hash = Sha256.of(body);
        return query.containsKey("uploadId")
                ? presigner.uploadPart(
                        new PartUpload(
                                key,
                                query.get("uploadId"),
                                Integer.parseInt(query.get("partNumber")),
                                hash,
                                body.length),
                        now,
                        TTL)
                : presigner.put(key, hash, body.length, now, TTL);
    }

    private static Map<String, String> query(URI url) {
        Map<String, String> query = new LinkedHashMap<>();
        String text = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String pair : List.of(text.split("&", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        http.stop(0);
        raw.close();
    }
}
