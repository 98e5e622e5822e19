package net.tensamin.omega.simulation.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.NoResultException;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.tensamin.omega.simulation.store.Table.Key;

/** The entity manager of one transaction, as far as the server's beans use one. What it does not know fails. */
public final class Entities implements InvocationHandler {
    private final Transaction transaction;
    private final Consumer<String> before;
    private final Map<Key, Managed> managed = new LinkedHashMap<>();

    /** @param known as it was read, null for one that is new */
    private record Managed(Object entity, Mapping mapping, Row known) {
        private boolean isChanged() {
            return known == null || !known.equals(mapping.row(entity));
        }
    }

    private Entities(Transaction transaction, Consumer<String> before) {
        this.transaction = transaction;
        this.before = before;
    }

    /** @param before told of each statement that is about to run, by the name of its query or table */
    public static EntityManager of(Transaction transaction, Consumer<String> before) {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                new Entities(transaction, before));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "createNamedQuery":
                return query((String) arguments[0]);
            case "find":
                return find((Class<?>) arguments[0], arguments[1], arguments.length > 2);
            case "persist":
                persist(arguments[0]);
                return null;
            case "flush":
                flush();
                return null;
            default:
                throw new UnsupportedOperationException(method.toString());
        }
    }

    private void begin(String statement) {
        before.accept(statement);
        transaction.requireOpen();
    }

    private Object find(Class<?> type, Object id, boolean lock) {
        Mapping mapping = Mapping.of(type);
        Key key = mapping.key(id);
        if (managed.containsKey(key) && !lock) {
            return managed.get(key).entity();
        }
        begin("find " + mapping.table());
        if (lock && transaction.find(key).isPresent()) {
            transaction.lock(key);
        }
        return transaction.find(key).map(row -> manage(key, mapping, row)).orElse(null);
    }

    private Object manage(Key key, Mapping mapping, Row row) {
        Object entity = mapping.entity(row);
        managed.put(key, new Managed(entity, mapping, mapping.row(entity)));
        return entity;
    }

    private void persist(Object entity) {
        Mapping mapping = Mapping.of(entity.getClass());
        managed.put(mapping.table().keyOf(mapping.row(entity)), new Managed(entity, mapping, null));
    }

    private void flush() {
        managed.replaceAll((key, each) -> each.isChanged() ? written(each) : each);
    }

    private Managed written(Managed changed) {
        begin("write " + changed.mapping().table());
        Row row = changed.mapping().row(changed.entity());
        if (changed.known() == null) {
            transaction.insert(row, changed.mapping().table());
        } else {
            transaction.put(row, changed.mapping().table());
        }
        return new Managed(changed.entity(), changed.mapping(), row);
    }

    /** To be called before the commit. */
    public static void flush(EntityManager entities) {
        entities.flush();
    }

    private TypedQuery<?> query(String name) {
        Parameters parameters = new Parameters();
        return (TypedQuery<?>) Proxy.newProxyInstance(
                TypedQuery.class.getClassLoader(), new Class<?>[] {TypedQuery.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setParameter":
                            parameters.set(arguments[0], arguments[1]);
                            return proxy;
                        case "setMaxResults":
                            parameters.most((int) arguments[0]);
                            return proxy;
                        case "getResultList":
                            return select(name, parameters);
                        case "getResultStream":
                            return select(name, parameters).stream();
                        case "getSingleResult":
                            return single(select(name, parameters));
                        case "executeUpdate":
                            begin(name);
                            flush();
                            return Statements.update(name, transaction, parameters);
                        default:
                            throw new UnsupportedOperationException(method.toString());
                    }
                });
    }

    private List<?> select(String name, Parameters parameters) {
        begin(name);
        flush();
        List<?> rows = Statements.select(name, transaction, parameters);
        return rows.size() > parameters.most() ? rows.subList(0, parameters.most()) : rows;
    }

    private static Object single(List<?> rows) {
        if (rows.size() != 1) {
            throw new NoResultException();
        }
        return rows.get(0);
    }
}
