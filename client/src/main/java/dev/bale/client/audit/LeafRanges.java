package dev.bale.client.audit;

import java.util.Map;
import java.util.TreeMap;

/** Leaf numbers as runs: months of them are few runs. */
final class LeafRanges {
    private static final int LONGEST = 40;

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    void add(long first, long last) {
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
        if (before != null && before.getValue() >= first - 1) {
            lastByFirst.put(before.getKey(), Math.max(before.getValue(), last));
        } else {
            lastByFirst.put(first, last);
        }
    }

    boolean contains(long number) {
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(number);
        return before != null && before.getValue() >= number;
    }

    Map<Long, Long> runs() {
        return lastByFirst;
    }

    /** Adds what is written as {@code 3-17,20}; anything else adds nothing. */
    void parse(String text) {
        for (String run : text.split(",", -1)) {
            if (run.length() <= LONGEST && run.matches("[0-9]{1,18}(-[0-9]{1,18})?")) {
                int dash = run.indexOf('-');
                long first = Long.parseLong(dash < 0 ? run : run.substring(0, dash));
                long last = dash < 0 ? first : Long.parseLong(run.substring(dash + 1));
                add(first, last);
            }
        }
    }
}
