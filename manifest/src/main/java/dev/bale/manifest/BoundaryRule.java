package dev.bale.manifest;

import java.security.MessageDigest;

/**
 * Where a page ends. By content alone: an item whose key hashes low ends its page, whatever stands before it. The caps
 * bound pages in which no such item comes.
 *
 * @param target items of a page on average
 * @param itemCap items at most
 * @param byteCap bytes of item lines, newlines counted, that end a page
 */
record BoundaryRule(int target, int itemCap, int byteCap) {
    static final BoundaryRule FROZEN = new BoundaryRule(Limits.PAGE_TARGET, Limits.PAGE_ITEMS, Limits.PAGE_CUT_BYTES);

    static BoundaryRule ofTarget(int target) {
        return new BoundaryRule(target, 4 * target, Limits.PAGE_CUT_BYTES);
    }

    /** Whether the item that is now the last of a page of so many items and bytes ends it. */
    boolean ends(int level, int items, long bytes, boolean keyIsLow) {
        boolean mayEnd = level == 0 || items > 1;
        return mayEnd && (keyIsLow || items >= itemCap || bytes >= byteCap);
    }

    /** Whether the hash of level and key begins with a number in the lowest {@code 1/target} of 32 bits. */
    boolean keyIsLow(int level, Item item, MessageDigest digest) {
        digest.update((byte) level);
        if (item instanceof Entry entry) {
            digest.update(entry.path().utf8());
        } else if (item instanceof PageRef ref) {
            digest.update(ref.last().utf8());
        } else if (item instanceof FragmentRef fragment) {
            updateWithHash(digest, fragment.sha256());
        } else if (item instanceof FragmentPageRef ref) {
            updateWithHash(digest, ref.page());
        } else {
            throw new InvalidManifest(InvalidManifest.Code.ERASED, "an erased line has no key");
        }
        byte[] hash = digest.digest();
        long head = (hash[0] & 0xffL) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
        return head * target < 1L << 32;
    }

    /** NUL is in no path, so keys of fragments and of entries never meet. */
    private static void updateWithHash(MessageDigest digest, Sha256 hash) {
        digest.update((byte) 0);
        digest.update(hash.toBytes());
    }
}
