package dev.bale.client.reconcile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The last so many different values. */
final class Recent<T> {
    private final Set<T> values;

    Recent(int most) {
        this.values = Collections.newSetFromMap(new Bounded<>(most));
    }

    /** Whether it was not among them. */
    boolean add(T value) {
        return values.add(value);
    }

    /** A map that forgets what was used longest ago. */
    static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Bounded(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
