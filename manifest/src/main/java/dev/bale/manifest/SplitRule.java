package dev.bale.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a large file is cut: FastCDC with normalised chunking. The gear table comes from SHA-256, so that any language
 * can make it.
 *
 * @param min bytes a fragment has at least, the last of a file excepted
 * @param normal size up to which cuts are rare and from which they are frequent
 * @param max bytes a fragment has at most; a file up to this size is not split
 * @param rareBits leading zero bits of the rolling hash that cut below the normal size
 * @param frequentBits leading zero bits that cut from the normal size on
 */
record SplitRule(int min, int normal, int max, int rareBits, int frequentBits) {
    private static final int MIB = 1 << 20;

    /** With the normal size at 13 MiB the mean is 16 MiB: the mean lies about three beyond where cuts get frequent. */
    static final SplitRule FROZEN = new SplitRule(4 * MIB, 13 * MIB, (int) Limits.FRAGMENT_BYTES, 26, 22);

    private static final long[] GEAR = gear();

    /** Gear value i is the first eight bytes of SHA-256 over {@code bale/1 gear} and the byte i. */
    private static long[] gear() {
        byte[] seed = "bale/1 gear".getBytes(StandardCharsets.US_ASCII);
        long[] gear = new long[256];
        for (int i = 0; i < gear.length; i++) {
            byte[] hash = Sha256.of(seed, new byte[] {(byte) i}).toBytes();
            gear[i] = ByteBuffer.wrap(hash).getLong();
        }
        return gear;
    }

    static long gear(int value) {
        return GEAR[value];
    }

    /**
     * Rolls the hash over bytes and stops after the one that brings the leading zeros.
     *
     * @return how many bytes were rolled over; negated (minus one) when no cut was found
     */
    static int roll(Roll state, byte[] bytes, int from, int to, int zeroBits) {
        long[] gear = GEAR;
        long hash = state.hash;
        int shift = 64 - zeroBits;
        for (int i = from; i < to; i++) {
            hash = (hash << 1) + gear[bytes[i] & 0xff];
            if (hash >>> shift == 0) {
                state.hash = hash;
                return i + 1 - from;
            }
        }
        state.hash = hash;
        return -(to - from) - 1;
    }

    /** The rolling hash. */
    static final class Roll {
        private long hash;

        void clear() {
            hash = 0;
        }
    }
}
