package net.tensamin.omega.simulation.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.simulation.store.Table.Key;

/** Which columns an entity has, by the annotations that JPA reads. */
final class Mapping {
    private static final Map<Class<?>, Mapping> KNOWN = new ConcurrentHashMap<>();

    private final Table table;
    private final Constructor<?> constructor;
    private final Map<String, Field> columns = new HashMap<>();
    private final Map<String, String> idFields = new HashMap<>();

    private Mapping(Class<?> entity) {
        jakarta.persistence.Table named = entity.getAnnotation(jakarta.persistence.Table.class);
        this.table = Table.named(named == null ? entity.getSimpleName() : named.name());
        try {
            constructor = entity.getDeclaredConstructor();
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
        for (Class<?> each = entity; each != Object.class; each = each.getSuperclass()) {
            List.of(each.getDeclaredFields()).forEach(this::map);
        }
    }

    private void map(Field field) {
        if (Modifier.isStatic(field.getModifiers()) || field.isAnnotationPresent(ManyToOne.class)) {
            return;
        }
        field.setAccessible(true);
        Column column = field.getAnnotation(Column.class);
        String name = column == null || column.name().isEmpty() ? field.getName() : column.name();
        columns.put(name, field);
        if (field.isAnnotationPresent(Id.class)) {
            idFields.put(name, field.getName());
        }
    }

    static Mapping of(Class<?> entity) {
        return KNOWN.computeIfAbsent(entity, Mapping::new);
    }

    Table table() {
        return table;
    }

    /** @param id the value of the one column, or an object with fields as the entity has them */
    Key key(Object id) {
        List<Object> values = new ArrayList<>();
        for (String column : table.key()) {
            values.add(table.key().size() == 1 ? id : value(id, idFields.get(column)));
        }
        return new Key(table, values);
    }

    private static Object value(Object id, String field) {
        try {
            Field named = id.getClass().getDeclaredField(field);
            named.setAccessible(true);
            return named.get(id);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Object entity(Row row) {
        try {
            Object made = constructor.newInstance();
            for (Map.Entry<String, Field> column : columns.entrySet()) {
                Object value = row.get(column.getKey());
                if (value != null) {
                    column.getValue().set(made, value);
                }
            }
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Row row(Object entity) {
        Map<String, Object> values = new HashMap<>();
        columns.forEach((name, field) -> {
            try {
                values.put(name, field.get(entity));
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(e);
            }
        });
        return new Row(values);
    }
}
