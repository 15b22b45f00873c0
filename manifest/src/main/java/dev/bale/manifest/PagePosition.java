package dev.bale.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a page stands in its tree: the index of the child to take on each level, from the root down. The root itself is
 * the empty position.
 */
public record PagePosition(List<Integer> indices) {
    /** The root. */
    public static final PagePosition ROOT = new PagePosition(List.of());

    /** {@link InvalidManifest} for an index that no page has, or more levels than a tree has. */
    public PagePosition {
        indices = List.copyOf(indices);
        if (indices.size() > Limits.LEVEL || indices.stream().anyMatch(i -> i < 0 || i >= Limits.PAGE_ITEMS)) {
            throw refused();
        }
    }

    /** A position written as {@code 0.4.17}; the empty text is the root. {@link InvalidManifest} for anything else. */
    public static PagePosition parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.length() > 4 * Limits.LEVEL) {
            throw refused();
        }
        List<Integer> indices = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                indices.add(index(text.substring(start, i)));
                start = i + 1;
            }
        }
        return new PagePosition(indices);
    }

    private static int index(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            throw refused();
        }
        return Integer.parseInt(text);
    }

    private static InvalidManifest refused() {
        return new InvalidManifest(
                InvalidManifest.Code.SYNTAX,
                "a page position is up to " + Limits.LEVEL + " child indices below " + Limits.PAGE_ITEMS
                        + " with dots between, such as 0.4.17");
    }

    /** The position of a child of the page here. */
    public PagePosition child(int index) {
        List<Integer> below = new ArrayList<>(indices);
        below.add(index);
        return new PagePosition(below);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int index : indices) {
            text.append(text.length() == 0 ? "" : ".").append(index);
        }
        return text.toString();
    }
}
