package dev.bale.client.reconcile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request as a store logged it, in the documented format of Amazon S3's server access logs. Only the fields up to the status are read:
 * those behind it are partly text of the client's choice, and more are added over the years.
 *
 * @param key as it stands there, percent-encoded
 */
record AccessLogLine(
        String bucket,
        Instant at,
        @Nullable String address,
        @Nullable String requester,
        @Nullable String requestId,
        String operation,
        @Nullable String key,
        SignedUrl url,
        int status) {
    /** No store was there before. */
    private static final Instant EARLIEST = Instant.parse("2006-01-01T00:00:00Z");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Operations whose answer, or copy, is the content of an object. */
    private static final Set<String> READS = Set.of(
            "REST.GET.OBJECT",
            "WEBSITE.GET.OBJECT",
            "SOAP.GET.OBJECT",
            "REST.SELECT.OBJECT",
            "REST.COPY.OBJECT_GET",
            "REST.COPY.PART_GET");

    /** Reads a line. */
    static AccessLogLine parse(String line) throws MalformedLine {
        LogFields fields = new LogFields(line);
        fields.required();
        String bucket = fields.required();
        Instant at = time(fields.bracketed());
        String address = fields.optional();
        String requester = fields.optional();
        String requestId = fields.optional();
        String operation = fields.required();
        String key = fields.optional();
        SignedUrl url = SignedUrl.of(fields.target());
        String status = fields.required();
        if (!status.matches("[1-5][0-9][0-9]|-")) {
            throw new MalformedLine("it has no status behind the request");
        }
        return new AccessLogLine(
                bucket,
                at,
                address,
                requester,
                requestId,
                operation,
                key,
                url,
                status.equals("-") ? 0 : Integer.parseInt(status));
    }

    private static Instant time(String text) throws MalformedLine {
        try {
            Instant at = OffsetDateTime.parse(text, TIME).toInstant();
            if (at.isAfter(EARLIEST)) {
                return at;
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw new MalformedLine("its time is none");
    }

    /** Whether it is about reading an object's content. */
    boolean reads() {
        return READS.contains(operation);
    }

    /** Whether the content, or part of it, was sent. */
    boolean succeeded() {
        return status == 200 || status == 206;
    }
}
