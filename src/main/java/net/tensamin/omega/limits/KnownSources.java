package net.tensamin.omega.limits;

import java.util.LinkedHashMap;
import java.util.Map;

/** The sources from which somebody has proven who they are, those that did so last: bounded. Thread-safe. */
final class KnownSources {
    static final int MOST = 10_000;

    private final Map<Long, Boolean> keys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(Source source) {
        keys.put(source.key(), true);
    }

    synchronized boolean contains(Source source) {
        return keys.containsKey(source.key());
    }
}
