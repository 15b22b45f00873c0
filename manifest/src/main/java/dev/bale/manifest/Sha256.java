package dev.bale.manifest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256: 32 bytes, written {@code sha256:} and 64 lower-case hex digits. Ordered as unsigned bytes. Kept as four
 * longs because services hold millions of them.
 */
public final class Sha256 implements Comparable<Sha256> {
    /** Length in bytes. */
    public static final int BYTES = 32;

    /** Length of {@link #toString()} in characters. */
    static final int TEXT_LENGTH = 71;

    private static final String PREFIX = "sha256:";
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private Sha256(long first, long second, long third, long fourth) {
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /** The hash of the parts, one after the other. */
    public static Sha256 of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return finish(digest);
    }

    /** A fresh SHA-256 digest, for content that comes in pieces; end with {@link #finish}. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of what the digest has seen; the digest is reset and can be used again. */
    public static Sha256 finish(MessageDigest digest) {
        return ofBytes(digest.digest());
    }

    /** A hash from its 32 bytes; {@link InvalidManifest} for any other length. */
    public static Sha256 ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new InvalidManifest(InvalidManifest.Code.HASH, "a SHA-256 has 32 bytes, not " + bytes.length);
        }
        return new Sha256((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8), (long) LONGS.get(bytes, 16), (long)
                LONGS.get(bytes, 24));
    }

    /** A hash from {@code sha256:} and 64 lower-case hex digits; {@link InvalidManifest} for anything else. */
    public static Sha256 parse(String text) {
        if (text.length() != TEXT_LENGTH || !text.startsWith(PREFIX)) {
            throw refused();
        }
        return ofHex(text.substring(PREFIX.length()));
    }

    /** A hash from 64 lower-case hex digits; {@link InvalidManifest} for anything else. */
    public static Sha256 ofHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw refused();
        }
        return new Sha256(word(hex, 0), word(hex, 16), word(hex, 32), word(hex, 48));
    }

    private static long word(String hex, int from) {
        long word = 0;
        for (int i = from; i < from + 16; i++) {
            int digit = digit(hex.charAt(i));
            if (digit < 0) {
                throw refused();
            }
            word = word << 4 | digit;
        }
        return word;
    }

    private static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    private static InvalidManifest refused() {
        return new InvalidManifest(
                InvalidManifest.Code.HASH, "a hash is written sha256: and 64 lower-case hexadecimal digits");
    }

    /** The 32 bytes, in a new array. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        LONGS.set(bytes, 0, first);
        LONGS.set(bytes, 8, second);
        LONGS.set(bytes, 16, third);
        LONGS.set(bytes, 24, fourth);
        return bytes;
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(toBytes());
    }

    @Override
    public int compareTo(Sha256 other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** {@code sha256:} and 64 lower-case hex digits. */
    @Override
    public String toString() {
        return PREFIX + hex();
    }
}
