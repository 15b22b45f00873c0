package dev.bale.embedded.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What the proxy does to a request or its answer. Positions count bytes of the body from 0, as they are on the wire. */
public sealed interface Fault {
    /** Answers itself; the server never sees the request. The body of the request is read first. */
    record Answer(int status, String contentType, String body) implements Fault {
        public Answer {
            requireNonNull(contentType, "contentType is null");
            requireNonNull(body, "body is null");
        }
    }

    /** Waits before the request goes on to the server, unharmed. */
    record Delay(Duration duration) implements Fault {
        public Delay {
            requireNonNull(duration, "duration is null");
        }
    }

    /** Resets the connection after so many bytes of the request's body; the server's connection too. */
    record ResetRequest(long afterBytes) implements Fault {}

    /** Resets the connection after so many bytes of the answer's body; -1 before its head: the work is done, and unanswered. */
    record ResetResponse(long afterBytes) implements Fault {}

    /** Ends the connection in good order after so many bytes of the answer's body, whatever length the head promised. */
    record TruncateResponse(long afterBytes) implements Fault {}

    /** Changes one byte on the way to the server. */
    record CorruptRequest(long position) implements Fault {}

    /** Changes one byte on the way to the client. */
    record CorruptResponse(long position) implements Fault {}

    /** Takes a header out of the request: how a store that ignores that header would see it. */
    record DropRequestHeader(String name) implements Fault {
        public DropRequestHeader {
            requireNonNull(name, "name is null");
        }
    }

    static Fault serverError() {
        return s3Error(500, "InternalError");
    }

    static Fault slowDown() {
        return s3Error(503, "SlowDown");
    }

    private static Fault s3Error(int status, String code) {
        return new Answer(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code></Error>");
    }
}
