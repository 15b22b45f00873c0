package dev.bale.manifest;

/**
 * Finds where the fragments of one file end, in bytes that are fed in order, in pieces of any size. Hashes nothing: the
 * fragments can be hashed elsewhere, in parallel. For one thread.
 */
public final class FragmentBoundaries {
    private final SplitRule rule;
    private final boolean whole;
    private final SplitRule.Roll roll = new SplitRule.Roll();
    private long filled;

    /**
     * Boundaries for a file of this size. A file of up to {@link Limits#FRAGMENT_BYTES}, and one that stays whole, has
     * none inside.
     *
     * @param whole keeps a file of any size in one fragment, as is done with columnar files
     */
    public FragmentBoundaries(long fileSize, boolean whole) {
        this(fileSize, whole, SplitRule.FROZEN);
    }

    FragmentBoundaries(long fileSize, boolean whole, SplitRule rule) {
        this.rule = rule;
        this.whole = whole || fileSize <= rule.max();
    }

    /**
     * Takes bytes up to the next boundary, or all of them.
     *
     * @return how many bytes up to and with the last of a fragment; 0 when no fragment ends within the bytes, which are
     *     then all taken
     */
    public int next(byte[] bytes, int from, int length) {
        if (whole) {
            return 0;
        }
        int at = from;
        int end = from + length;
        while (at < end) {
            int zeroBits = filled < rule.normal() ? rule.rareBits() : rule.frequentBits();
            int phaseEnd = filled < rule.min() ? rule.min() : filled < rule.normal() ? rule.normal() : rule.max();
            int taken = (int) Math.min(end - at, phaseEnd - filled);
            if (filled >= rule.min()) {
                int rolled = SplitRule.roll(roll, bytes, at, at + taken, zeroBits);
                if (rolled > 0) {
                    return cut(at + rolled - from);
                }
            }
            at += taken;
            filled += taken;
            if (filled == rule.max()) {
                return cut(at - from);
            }
        }
        return 0;
    }

    private int cut(int length) {
        filled = 0;
        roll.clear();
        return length;
    }
}
