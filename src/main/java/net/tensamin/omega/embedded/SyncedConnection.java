package net.tensamin.omega.embedded;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A connection whose commit is on the disk when it returns, and which is valid as long as its database can be synced. */
final class SyncedConnection implements InvocationHandler {
    private final Connection connection;
    private final EmbeddedStore store;

    private SyncedConnection(Connection connection, EmbeddedStore store) {
        this.connection = connection;
        this.store = store;
    }

    static Connection of(Connection connection, EmbeddedStore store) {
        return (Connection) Proxy.newProxyInstance(
                SyncedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new SyncedConnection(connection, store));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object result = call(method, arguments);
        switch (method.getName()) {
            case "commit" -> store.sync();
            case "setAutoCommit" -> { // commits, when it turns it on (JDBC §10.1.1)
                if ((boolean) arguments[0]) {
                    store.sync();
                }
            }
            case "isValid" -> result = (boolean) result && store.isSynced();
            default -> {}
        }
        return result;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
