package net.tensamin.omega.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** The simplest pool: a closed connection is given out again. */
final class KeptConnections {
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final DataSource database;

    KeptConnections(DataSource database) {
        this.database = database;
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return kept(connection());
                    }
                    return method.invoke(database, arguments);
                });
    }

    private Connection connection() throws SQLException {
        Connection connection = idle.poll();
        return connection == null ? database.getConnection() : connection;
    }

    private Connection kept(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        connection.setAutoCommit(true);
                        idle.add(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
