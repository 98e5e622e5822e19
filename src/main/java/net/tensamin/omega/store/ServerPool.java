package net.tensamin.omega.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;

/**
 * The server's pool of connections to the database: its size, which a data source definition, being an annotation, cannot take from {@code omega.db.pool-size}, and
 * how busy it is. Payara's classes are looked up, as they are on no other server; there the pool stays as it is defined, and tells nothing. Thread-safe.
 */
public final class ServerPool {
    /** What the definition has. */
    static final int DEFINED = 32;

    private static final Logger LOG = System.getLogger(ServerPool.class.getName());

    private ServerPool() {}

    /** To be called when the pool has been used once. */
    static void resize(int size) {
        if (size == DEFINED) {
            return;
        }
        try {
            Object pool = find();
            pool.getClass().getMethod("setMaxPoolSize", int.class).invoke(pool, size);
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    Level.WARNING,
                    DatabaseSettings.POOL_SIZE.label() + " holds on Payara only; here the pool has " + DEFINED,
                    e);
        }
    }

    /** How many connections somebody holds now; nothing where the server does not tell. Never blocks. */
    public static Optional<Integer> inUse() {
        return ask("getPoolStatus", "getNumConnUsed");
    }

    /** How many threads wait for a connection now; nothing where the server does not tell. Never blocks. */
    public static Optional<Integer> waiting() {
        return ask("getPoolWaitQueue", "getQueueLength");
    }

    private static Optional<Integer> ask(String part, String number) {
        try {
            Object answer = call(call(find(), part), number);
            return Optional.of((Integer) answer);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "The server does not tell how busy its pool is", e);
            return Optional.empty();
        }
    }

    private static Object find() throws ReflectiveOperationException {
        Class<?> connectors = Class.forName("com.sun.enterprise.connectors.ConnectorRuntime");
        Object manager = call(connectors.getMethod("getRuntime").invoke(null), "getPoolManager");
        Field table = manager.getClass().getDeclaredField("poolTable");
        table.setAccessible(true);
        var pools = ((Map<?, ?>) table.get(manager))
                .entrySet().stream()
                        .filter(pool -> pool.getKey().toString().contains("omega"))
                        .toList();
        if (pools.size() != 1) {
            throw new NoSuchFieldException(pools.size() + " pools");
        }
        return pools.get(0).getValue();
    }

    private static Object call(Object of, String method) throws ReflectiveOperationException {
        return of.getClass().getMethod(method).invoke(of);
    }
}
