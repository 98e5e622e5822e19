package net.tensamin.omega.store;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Lets something happen in the middle of a transaction. */
public final class HookedEntities {
    private HookedEntities() {}

    /** Does something before a named query is made; each time that it is. */
    public static EntityManager before(EntityManager entities, String query, Runnable what) {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("createNamedQuery") && query.equals(arguments[0])) {
                        what.run();
                    }
                    try {
                        return method.invoke(entities, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
