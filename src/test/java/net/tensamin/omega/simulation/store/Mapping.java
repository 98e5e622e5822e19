package net.tensamin.omega.simulation.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
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

    private final Class<?> entity;
    private final Table table;
    private final Constructor<?> constructor;
    private final Map<String, Field> columns = new HashMap<>();
    private final Map<String, String> idFields = new HashMap<>();

    private Mapping(Class<?> entity) {
        this.entity = entity;
        jakarta.persistence.Table named = entity.getAnnotation(jakarta.persistence.Table.class);
        this.table = Table.named(named == null ? entity.getSimpleName() : named.name());
        try {
            constructor = constructorOf(entity);
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

    /** The same the other way round. */
    Object id(Key key) {
        if (table.key().size() == 1) {
            return key.values().get(0);
        }
        try {
            Object id =
                    constructorOf(entity.getAnnotation(IdClass.class).value()).newInstance();
            for (int i = 0; i < table.key().size(); i++) {
                Field named =
                        id.getClass().getDeclaredField(idFields.get(table.key().get(i)));
                named.setAccessible(true);
                named.set(id, key.values().get(i));
            }
            return id;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void set(Object made, String column, Object value) {
        try {
            columns.get(column).set(made, value);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Constructor<?> constructorOf(Class<?> type) throws NoSuchMethodException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor;
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
