package net.tensamin.omega.concurrent;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Copies that nobody changes, in the order of what was copied. That of {@link Set#copyOf} and its like is another one each time that a virtual machine
 * starts: what happens in it cannot be had again.
 */
public final class Snapshot {
    private Snapshot() {}

    public static <T> Set<T> of(Collection<? extends T> some) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(some));
    }

    public static <K, V> Map<K, V> of(Map<? extends K, ? extends V> some) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(some));
    }

    public static <T> Collector<T, ?, Set<T>> toSet() {
        return Collectors.collectingAndThen(
                Collectors.<T, Set<T>>toCollection(LinkedHashSet::new), Collections::unmodifiableSet);
    }
}
