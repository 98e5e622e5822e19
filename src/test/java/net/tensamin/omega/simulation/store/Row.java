package net.tensamin.omega.simulation.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The columns of a row, which does not change: another state is another row. Columns that are missing are null. */
public record Row(Map<String, Object> columns) {
    static Row of(Object... namesAndValues) {
        Map<String, Object> columns = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Row(columns);
    }

    public Object get(String column) {
        return columns.get(column);
    }

    public long number(String column) {
        return (long) columns.get(column);
    }

    /** Of these columns, or of all, those that are not null. */
    Row only(Collection<String> some) {
        Map<String, Object> chosen = new HashMap<>(columns);
        if (some != null) {
            chosen.keySet().retainAll(some);
        }
        chosen.values().removeIf(Objects::isNull);
        return new Row(chosen);
    }

    Row with(String column, Object value) {
        Map<String, Object> changed = new HashMap<>(columns);
        changed.put(column, value);
        return new Row(changed);
    }
}
