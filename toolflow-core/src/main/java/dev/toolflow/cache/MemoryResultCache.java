package dev.toolflow.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The entries that were used last. Thread-safe. */
final class MemoryResultCache implements ResultCache {
    private final Map<String, String> entries;

    MemoryResultCache(int mostEntries) {
        if (mostEntries < 1) {
            throw new IllegalArgumentException("mostEntries: must be at least 1, was " + mostEntries);
        }
        this.entries = new LastUsed(mostEntries);
    }

    @Override
    public synchronized Optional<String> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public synchronized void put(String key, String entry) {
        entries.put(key, Objects.requireNonNull(entry, "entry"));
    }

    @Override
    public synchronized String toString() {
        return "ResultCache[memory, entries=" + entries.size() + "]";
    }

    private static final class LastUsed extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;
        private static final float LOAD = 0.75f;
        private static final int FIRST = 16;

        private final int most;

        LastUsed(int most) {
            super(FIRST, LOAD, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > most;
        }
    }
}
