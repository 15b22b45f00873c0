package dev.bale.client.reconcile;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a request says of its signature. Holds none.
 *
 * @param presigned whether the signature stood in the query
 * @param event the event it names; null where it names none, several, or something that is no event
 * @param signedAt the time it was signed with
 */
record SignedUrl(
        boolean presigned, @Nullable Long event, @Nullable Instant signedAt) {
    private static final DateTimeFormatter SIGNED_AT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final SignedUrl NONE = new SignedUrl(false, null, null);

    /** Of the target of a request; null is not known. */
    static SignedUrl of(@Nullable String target) {
        int mark = target == null ? -1 : target.indexOf('?');
        if (target == null || mark < 0) {
            return NONE;
        }
        boolean presigned = false;
        int events = 0;
        Long event = null;
        Instant signedAt = null;
        for (String pair : target.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (name.equals("x-bale-event")) {
                events++;
                event = value.matches("[0-9]{1,18}") ? Long.valueOf(value) : null;
            } else if (name.equals("X-Amz-Date")) {
                signedAt = time(value);
            } else if (name.equals("X-Amz-Signature") || name.equals("X-Amz-Algorithm") || name.equals("Signature")) {
                presigned = true;
            }
        }
        return new SignedUrl(presigned, events == 1 ? event : null, signedAt);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Cut off within an escape, or written by hand.
            return text;
        }
    }

    private static @Nullable Instant time(String text) {
        try {
            return LocalDateTime.parse(text, SIGNED_AT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
