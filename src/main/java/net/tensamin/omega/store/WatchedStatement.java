package net.tensamin.omega.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A statement of a {@link WatchedConnection}. */
final class WatchedStatement implements InvocationHandler {
    private final Statement driver;
    private final WatchedConnection connection;
    private final Connection shown;

    private WatchedStatement(Statement driver, WatchedConnection connection, Connection shown) {
        this.driver = driver;
        this.connection = connection;
        this.shown = shown;
    }

    /**
     * @param type the kind of statement, an interface
     * @param shown the connection that the statement tells
     */
    static Object around(Statement driver, Class<?> type, WatchedConnection connection, Connection shown) {
        return WatchedConnection.proxy(type, new WatchedStatement(driver, connection, shown));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("equals")) {
            return proxy == arguments[0];
        }
        if (name.equals("hashCode")) {
            return System.identityHashCode(proxy);
        }
        if (name.equals("getConnection")) {
            return shown;
        }
        boolean executes = name.startsWith("execute");
        if (executes) {
            begin();
        }
        Object result = connection.call(driver, method, arguments);
        if (executes) {
            connection.heard();
        }
        return result;
    }

    private void begin() throws SQLException {
        try {
            connection.beforeStatement();
        } catch (SQLException e) {
            connection.failed(e);
            throw e;
        }
    }
}
