package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Which entries share a page: boundaries as the format makes them, by the hash of level and key, target 64. Edits that keep the paths keep
 * the boundaries, so the shape is computed once.
 */
final class SimulatedPages {
    private static final int TARGET = 64;

    /** By level: for each item (entry or page of the level below) the page it is in. */
    private final List<int[]> pageOf = new ArrayList<>();

    private final List<int[]> firstItems = new ArrayList<>();

    SimulatedPages(int entries) {
        int[] last = new int[entries];
        for (int i = 0; i < entries; i++) {
            last[i] = i;
        }
        for (int level = 0; level == 0 || last.length > 1; level++) {
            last = cut(level, last);
        }
    }

    static String path(int entry) {
        return String.format("data/part-%04d/file-%07d.csv", entry / 1_000, entry);
    }

    private int[] cut(int level, int[] keys) {
        MessageDigest digest = Sha256.digest();
        int[] page = new int[keys.length];
        List<Integer> starts = new ArrayList<>();
        List<Integer> lasts = new ArrayList<>();
        int items = 0;
        for (int i = 0; i < keys.length; i++) {
            if (items == 0) {
                starts.add(i);
            }
            page[i] = starts.size() - 1;
            items++;
            boolean mayEnd = level == 0 || items > 1;
            if (i == keys.length - 1 || (mayEnd && (items == 4 * TARGET || isLow(digest, level, path(keys[i]))))) {
                lasts.add(keys[i]);
                items = 0;
            }
        }
        starts.add(keys.length);
        pageOf.add(page);
        firstItems.add(starts.stream().mapToInt(Integer::intValue).toArray());
        return lasts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isLow(MessageDigest digest, int level, String key) {
        digest.update((byte) level);
        byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
        long head = (hash[0] & 0xffL) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
        return head * TARGET < 1L << 32;
    }

    int levels() {
        return pageOf.size();
    }

    int pages(int level) {
        return firstItems.get(level).length - 1;
    }

    int pageOf(int level, int item) {
        return pageOf.get(level)[item];
    }

    int firstItem(int level, int page) {
        return firstItems.get(level)[page];
    }
}
