package tech.kwik.core.concurrent;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What Kwik asks of lists that have one element, with a stream each time: the build has it ask here (KwikRewrite). */
public final class TurnLists {
    private TurnLists() {}

    public static <T> long count(List<T> list, Predicate<T> filter) {
        long count = 0;
        for (T each : list) {
            count += filter.test(each) ? 1 : 0;
        }
        return count;
    }

    public static <T> boolean anyMatch(List<T> list, Predicate<T> filter) {
        for (T each : list) {
            if (filter.test(each)) {
                return true;
            }
        }
        return false;
    }

    public static <T> void forEach(List<T> list, Consumer<T> action) {
        list.forEach(action);
    }

    public static <T> Optional<T> findFirst(T[] array, Predicate<T> filter) {
        for (T each : array) {
            if (filter.test(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
