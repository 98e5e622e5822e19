package net.tensamin.omega.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Makes the server's pool as large as {@code omega.db.pool-size} says, which a data source definition, being an annotation, cannot. Payara's classes are looked
 * up, as they are on no other server; there the pool stays as it is defined.
 */
final class PoolSize {
    /** What the definition has. */
    static final int DEFINED = 32;

    private static final Logger LOG = System.getLogger(PoolSize.class.getName());

    private PoolSize() {}

    /** To be called when the pool has been used once. */
    static void set(int size) {
        if (size == DEFINED) {
            return;
        }
        try {
            int pools = 0;
            for (Map.Entry<?, ?> pool : pools().entrySet()) {
                if (pool.getKey().toString().contains("omega")) {
                    pool.getValue()
                            .getClass()
                            .getMethod("setMaxPoolSize", int.class)
                            .invoke(pool.getValue(), size);
                    pools++;
                }
            }
            if (pools != 1) {
                throw new NoSuchFieldException(pools + " pools");
            }
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    Level.WARNING,
                    DatabaseSettings.POOL_SIZE.label() + " holds on Payara only; here the pool has " + DEFINED,
                    e);
        }
    }

    private static Map<?, ?> pools() throws ReflectiveOperationException {
        Class<?> connectors = Class.forName("com.sun.enterprise.connectors.ConnectorRuntime");
        Object runtime = connectors.getMethod("getRuntime").invoke(null);
        Object manager = connectors.getMethod("getPoolManager").invoke(runtime);
        Field table = manager.getClass().getDeclaredField("poolTable");
        table.setAccessible(true);
        return (Map<?, ?>) table.get(manager);
    }
}
