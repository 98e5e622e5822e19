package net.tensamin.omega.simulation.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a named query was given, by name or number. */
final class Parameters {
    private final Map<Object, Object> values = new HashMap<>();
    private int most = Integer.MAX_VALUE;

    void set(Object name, Object value) {
        values.put(name, value);
    }

    void most(int rows) {
        most = rows;
    }

    int most() {
        return most;
    }

    long number(Object name) {
        return ((Number) values.get(name)).longValue();
    }

    String text(Object name) {
        return (String) values.get(name);
    }

    Instant instant(Object name) {
        return values.get(name) instanceof OffsetDateTime time ? time.toInstant() : (Instant) values.get(name);
    }

    /** An array of numbers, or a collection of them. */
    List<Long> numbers(Object name) {
        Object value = values.get(name);
        return value instanceof Long[] array
                ? List.of(array)
                : ((Collection<?>) value).stream().map(Long.class::cast).toList();
    }

    List<String> texts(Object name) {
        Object value = values.get(name);
        return value instanceof String[] array
                ? List.of(array)
                : ((Collection<?>) value).stream().map(String.class::cast).toList();
    }
}
