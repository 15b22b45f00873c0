package dev.bale.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Tells columnar files, which stay whole so that engines read them straight from storage. A file is one where its name
 * and the magic bytes at both its ends agree.
 */
public final class Columnar {
    /** Bytes wanted of the head and of the tail of a file; a shorter file gives all it has. */
    public static final int MAGIC_BYTES = 8;

    private Columnar() {}

    /**
     * Whether the file is Parquet, ORC or Arrow (IPC file, Feather).
     *
     * @param name of the file, in any case
     * @param head its first {@link #MAGIC_BYTES}
     * @param tail its last {@link #MAGIC_BYTES}
     */
    public static boolean isColumnar(String name, byte[] head, byte[] tail) {
        return switch (extension(name)) {
            case "parquet", "parq", "pq" ->
                startsWith(head, "PAR1") && (endsWith(tail, "PAR1", 0) || endsWith(tail, "PARE", 0));
            case "orc" -> startsWith(head, "ORC") && endsWith(tail, "ORC", 1);
            case "arrow", "feather", "ipc" ->
                (startsWith(head, "ARROW1") && endsWith(tail, "ARROW1", 0))
                        || (startsWith(head, "FEA1") && endsWith(tail, "FEA1", 0));
            default -> false;
        };
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean startsWith(byte[] head, String magic) {
        byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
        return head.length >= bytes.length && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
    }

    /** Whether the magic stands at the end, or so many bytes before: ORC ends with the length of its postscript. */
    private static boolean endsWith(byte[] tail, String magic, int before) {
        byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
        int end = tail.length - before;
        return end >= bytes.length && Arrays.equals(tail, end - bytes.length, end, bytes, 0, bytes.length);
    }
}
