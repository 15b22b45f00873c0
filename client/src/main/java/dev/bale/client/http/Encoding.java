package dev.bale.client.http;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of what goes into a URL. */
public final class Encoding {
    private static final String HEX = "0123456789ABCDEF";
    private static final String KEPT = "-._~";

    private Encoding() {}

    /** One segment of a path, or one value of a query. */
    public static String segment(String text) {
        return encode(text, "");
    }

    /** A path whose slashes stay slashes. */
    public static String path(String text) {
        return encode(text, "/");
    }

    /** A reference to a version, in which {@code @} and {@code :} may stand as they are. */
    public static String reference(String text) {
        return encode(text, "@:");
    }

    private static String encode(String text, String alsoKept) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || KEPT.indexOf(c) >= 0 || alsoKept.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }
}
