package dev.bale.presign;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests to a store as a client would, rightly or wrongly signed, with no SDK that mends them. */
final class RawRequests implements AutoCloseable {
    /** Set by the library from the body: it would refuse being told. */
    private static final String CONTENT_LENGTH = "content-length";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    static final Duration USUAL_LIMIT = Duration.ofSeconds(15);
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /**
     * @param text the body; the self-test's own bytes are plain text
     * @param date of the store's clock, where it told
     * @param readers the pages whose scripts a browser lets read the answer ({@code Access-Control-Allow-Origin}), where it told
     */
    record Answer(int status, String text, Optional<Instant> date, Optional<String> readers) {
        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        /** A failure of the server is no refusal: it says nothing about what it would have done. */
        boolean refused() {
            return status >= 400 && status < 500;
        }
    }

    private final String store;
    private final Duration limit;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /** @param limit the longest that a request may take */
    RawRequests(String store, Duration limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * @throws StoreException.StoreUnavailable if there is no answer in time
     */
    Answer send(String method, URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            if (!name.equals(CONTENT_LENGTH)) {
                request.header(name, value);
            }
        });
        try {
            return sent(request.build());
        } catch (ExecutionException e) {
            throw unavailable(url, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(url, e);
        }
    }

    /** Some stores silently end the connection after an upload they refused, which the next request on it finds out. */
    private Answer sent(HttpRequest request) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return sentOnce(request);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) {
                throw e;
            }
            return sentOnce(request);
        }
    }

    private Answer sentOnce(HttpRequest request) throws ExecutionException, TimeoutException, InterruptedException {
        // The limit of a request ends with the head of the answer; this one includes its body.
        HttpResponse<String> response = http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BODY_BYTES))
                .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("date").flatMap(RawRequests::instant),
                response.headers().firstValue("access-control-allow-origin"));
    }

    private StoreException unavailable(URI url, Throwable cause) {
        return new StoreException.StoreUnavailable(
                "The store " + store + " does not answer at its public endpoint " + url.getScheme() + "://"
                        + url.getRawAuthority() + ": " + cause.getClass().getSimpleName(),
                cause);
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        // Not close(), which would wait for a request that never ends.
        http.shutdownNow();
    }
}
