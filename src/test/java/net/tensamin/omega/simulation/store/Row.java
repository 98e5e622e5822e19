package net.tensamin.omega.simulation.store;

import java.util.HashMap;
import java.util.Map;

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

    Row with(String column, Object value) {
        Map<String, Object> changed = new HashMap<>(columns);
        changed.put(column, value);
        return new Row(changed);
    }
}
