package dev.bale.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.bale.client.ClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one registry: bearer, retries, problem documents. The bearer goes to this registry's address and nowhere
 * else. For many threads.
 */
public final class RegistryCalls {
    private static final int WORTH_COMPRESSING = 16 << 10;
    private static final int UNREACHABLE_ATTEMPTS = 3;

    private final HttpTransport transport;
    private final URI registry;
    private final Tokens tokens;
    private final RetryPolicy retries;
    private final LongAdder sentBytes = new LongAdder();
    private volatile boolean reached;

    /** Calls to the registry at this address, which has no slash at its end. */
    public RegistryCalls(HttpTransport transport, URI registry, Tokens tokens, RetryPolicy retries) {
        this.transport = transport;
        this.registry = registry;
        this.tokens = tokens;
        this.retries = retries;
    }

    /**
     * One call of the contract.
     *
     * @param path with its query, percent-encoded
     * @param repeatable whether a second request does no harm when the answer to the first was lost
     */
    public record Call(
            String method,
            String path,
            Map<String, String> headers,
            byte @Nullable [] body,
            @Nullable String contentType,
            boolean repeatable) {

        /** A GET. */
        public static Call get(String path) {
            return new Call("GET", path, Map.of(), null, null, true);
        }

        /** A repeatable call with a JSON body, or without any. */
        public static Call json(String method, String path, @Nullable Object body) {
            return new Call(method, path, Map.of(), body == null ? null : write(body), "application/json", true);
        }

        /** The same, which must not be sent twice. */
        public Call once() {
            return new Call(method, path, headers, body, contentType, false);
        }

        /** The same with one more header. */
        public Call with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Call(method, path, more, body, contentType, repeatable);
        }

        private static byte[] write(Object body) {
            try {
                return Json.MAPPER.writeValueAsBytes(body);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The address of the registry. */
    public URI registry() {
        return registry;
    }

    /** Bytes of all bodies sent so far, as they went over the wire. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Makes the call and reads its JSON. {@link RegistryProblem} when it is refused. */
    public <T> T call(Call call, Class<T> type) {
        return call(call, response -> Json.MAPPER.readValue(response.body(), type));
    }

    /** Makes a call whose answer has no body. */
    public void call(Call call) {
        call(call, response -> true);
    }

    /** Makes the call; the reader may run again after a connection broke. */
    public <T> T call(Call call, Response.Reader<T> reader) {
        byte[] body = call.body();
        boolean compress = body != null && body.length >= WORTH_COMPRESSING;
        byte[] wire = body != null && compress ? gzip(body) : body;
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            Optional<String> token = tokens.current();
            Request request = request(call, wire, compress, token);
            Outcome<T> outcome = attempt(request, reader);
            if (outcome.value != null) {
                return outcome.value;
            }
            RegistryProblem problem = outcome.problem;
            if (problem != null
                    && problem.status() == 401
                    && !renewed
                    && token.isPresent()
                    && tokens.renew(token.get())) {
                renewed = true;
                continue;
            }
            boolean mayPass = problem == null || RetryPolicy.mayPass(problem.status());
            boolean harmless = call.repeatable() || (problem != null && problem.status() == 429);
            if (!mayPass
                    || !harmless
                    || attempt >= outcome.attempts(retries, reached)
                    || Thread.currentThread().isInterrupted()) {
                throw outcome.failure(registry);
            }
            retries.await(attempt, outcome.retryAfter);
        }
    }

    private <T> Outcome<T> attempt(Request request, Response.Reader<T> reader) {
        try {
            sentBytes.add(request.body() == null ? 0 : request.body().length());
            return transport.send(request, response -> {
                reached = true;
                if (response.isSuccess()) {
                    return new Outcome<>(reader.read(response), null, null, null);
                }
                return new Outcome<T>(
                        null, RegistryProblem.of(response.status(), response.shortBody()), retryAfter(response), null);
            });
        } catch (JsonProcessingException e) {
            Optional<IOException> broken = breakWithin(e);
            if (broken.isPresent()) {
                return new Outcome<>(null, null, null, broken.get());
            }
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    "The answer of " + registry
                            + " is not what the contract says. Is it a Bale registry, and as new as this client?",
                    e);
        } catch (IOException e) {
            return new Outcome<>(null, null, null, e);
        }
    }

    /** A connection that broke within an answer: the JSON parser wraps what it was told, or sees only the early end. */
    private static Optional<IOException> breakWithin(JsonProcessingException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof JsonEOFException || !(at instanceof JsonProcessingException)) {
                return at instanceof IOException broken ? Optional.of(broken) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static @Nullable Duration retryAfter(Response response) {
        return response.header("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    private Request request(Call call, byte @Nullable [] wire, boolean compressed, Optional<String> token) {
        Map<String, String> headers = new LinkedHashMap<>(call.headers());
        headers.putIfAbsent("Accept", "application/json, application/problem+json");
        token.ifPresent(bearer -> headers.put("Authorization", "Bearer " + bearer));
        if (wire != null && call.contentType() != null) {
            headers.put("Content-Type", call.contentType());
        }
        if (compressed) {
            headers.put("Content-Encoding", "gzip");
        }
        return new Request(call.method(), registry + call.path(), headers, wire == null ? null : RequestBody.of(wire));
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream zip = new GZIPOutputStream(out, 8 << 10) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private record Outcome<T>(
            @Nullable T value,
            @Nullable RegistryProblem problem,
            @Nullable Duration retryAfter,
            @Nullable IOException broken) {

        /** A wrong address should not keep anyone waiting as long as a registry that is busy, or is just restarted. */
        int attempts(RetryPolicy retries, boolean reached) {
            boolean unreachable = broken instanceof ConnectException || broken instanceof UnknownHostException;
            return unreachable && !reached ? Math.min(UNREACHABLE_ATTEMPTS, retries.attempts()) : retries.attempts();
        }

        ClientException failure(URI registry) {
            if (problem != null) {
                return problem;
            }
            return new ClientException(
                    ClientException.Kind.UNAVAILABLE,
                    "The registry at " + registry + " cannot be reached ("
                            + (broken == null ? "no answer" : describe(broken))
                            + "). Check the address and the network, then run the same command again.",
                    broken);
        }

        private static String describe(IOException broken) {
            String message = broken.getMessage();
            String name = broken.getClass().getSimpleName();
            return message == null ? name : message;
        }
    }
}
