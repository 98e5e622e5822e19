package net.tensamin.omega.limits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Takes from each source in turn, and from one source in order. Not thread-safe. */
public final class FairQueue<T> {
    private final Map<Long, Deque<T>> sources = new LinkedHashMap<>();
    private int size;

    public int size() {
        return size;
    }

    public void add(Source source, T element) {
        sources.computeIfAbsent(source.key(), key -> new ArrayDeque<>(1)).add(element);
        size++;
    }

    /** @param allowed by its key, whether a source may have its turn; one that may not keeps its place */
    public Optional<T> poll(LongPredicate allowed) {
        Optional<Long> next = sources.keySet().stream().filter(allowed::test).findFirst();
        return next.map(source -> {
            Deque<T> elements = sources.remove(source);
            T element = elements.remove();
            if (!elements.isEmpty()) {
                sources.put(source, elements); // behind all others
            }
            size--;
            return element;
        });
    }

    /** Takes out the latest of the source that is next, if that has more than the newcomer's source would then have. */
    public Optional<T> makeRoomFor(Source newcomer) {
        Deque<T> none = new ArrayDeque<>(1);
        int own = sources.getOrDefault(newcomer.key(), none).size();
        Deque<T> theirs = sources.values().stream().findFirst().orElse(none);
        if (theirs.size() <= own + 1) {
            return Optional.empty();
        }
        size--;
        return Optional.of(theirs.removeLast());
    }
}
