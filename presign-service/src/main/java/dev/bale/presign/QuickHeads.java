package dev.bale.presign;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Looks at objects with a fraction of the processor time of the SDK's client: ten thousand small uploads are verified
 * this way. Only clear answers count; anything else is left to the SDK, with its retries and its errors.
 */
final class QuickHeads {
    private static final Map<String, String> WITH_CHECKSUM = Map.of("x-amz-checksum-mode", "ENABLED");
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** @param facts null where there is no object, and where the answer is not clear */
    record Answer(boolean clear, @Nullable ObjectFacts facts) {
        Optional<ObjectFacts> object() {
            return Optional.ofNullable(facts);
        }
    }

    private final Presigner presigner;
    private final SdkHttpClient http;

    QuickHeads(StoreSettings settings, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.presigner = new Presigner(settings.forInternalUse(), credentials);
        this.http = http;
    }

    Answer head(String key) {
        URI url = presigner.head(key, WITH_CHECKSUM, Instant.now(), TTL).url();
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.HEAD).uri(url);
        WITH_CHECKSUM.forEach(request::putHeader);
        try {
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(request.build())
                            .build())
                    .call();
            response.responseBody().ifPresent(body -> body.abort());
            return answer(key, response.httpResponse());
        } catch (IOException e) {
            return new Answer(false, null);
        }
    }

    private static Answer answer(String key, SdkHttpResponse response) {
        Optional<Long> size = response.firstMatchingHeader("content-length").map(Long::parseLong);
        if (response.statusCode() == NOT_FOUND) {
            return new Answer(true, null);
        }
        if (response.statusCode() != OK || size.isEmpty()) {
            return new Answer(false, null);
        }
        return new Answer(
                true,
                new ObjectFacts(
                        key,
                        size.get(),
                        ObjectStore.sha256(header(response, "x-amz-checksum-sha256")),
                        header(response, "x-amz-version-id"),
                        header(response, "etag")));
    }

    private static @Nullable String header(SdkHttpResponse response, String name) {
        return response.firstMatchingHeader(name).orElse(null);
    }
}
