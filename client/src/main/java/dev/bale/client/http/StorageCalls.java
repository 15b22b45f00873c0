package dev.bale.client.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Presigned requests to object storage. Each is sent once and carries nothing of the registry's. */
public final class StorageCalls {
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,60})</Code>");

    private final HttpTransport transport;

    /** Over this transport. */
    public StorageCalls(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * How a storage answered.
     *
     * @param code the error code of S3, or an empty text
     */
    public record Answer(int status, String code) {
        /** Whether the request succeeded. */
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Whether a fresh URL may help: this one has died, or its key was withdrawn. */
        public boolean wantsFreshUrl() {
            return status == 403 || status == 401 || code.equals("RequestTimeTooSkewed");
        }

        /** Whether the bytes that arrived are not those that were signed for. */
        public boolean isWrongContent() {
            return status == 400 && !code.equals("RequestTimeout") && !wantsFreshUrl();
        }

        /** Whether the same request may succeed later. */
        public boolean mayPass() {
            return status == 429 || status >= 500 || code.equals("RequestTimeout") || code.equals("SlowDown");
        }

        /** Status and code, for a message. */
        public String describe() {
            return code.isEmpty() ? "status " + status : "status " + status + " " + code;
        }
    }

    /** Uploads a body with exactly these headers. */
    public Answer put(String url, Map<String, String> headers, RequestBody body) throws IOException {
        return transport.send(new Request("PUT", url, headers, body), StorageCalls::answer);
    }

    /** Reads an object from this byte on; the reader sees refusals too. */
    public <T> T get(String url, long from, Response.Reader<T> reader) throws IOException {
        Map<String, String> headers = from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-");
        return transport.send(new Request("GET", url, headers, null), reader);
    }

    /** What a response says when it is not what was hoped for. */
    public static Answer answer(Response response) throws IOException {
        if (response.isSuccess()) {
            return new Answer(response.status(), "");
        }
        Matcher code = CODE.matcher(new String(response.shortBody(), StandardCharsets.UTF_8));
        return new Answer(response.status(), code.find() ? code.group(1) : "");
    }
}
