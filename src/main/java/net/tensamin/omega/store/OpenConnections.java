package net.tensamin.omega.store;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The connections to the database that the server's pool has opened and not closed. Thread-safe; asks nothing of the database. */
public final class OpenConnections {
    private static final List<WeakReference<Connection>> OPEN = new ArrayList<>();

    private OpenConnections() {}

    static Connection opened(Connection connection) {
        synchronized (OPEN) {
            forgetClosed();
            OPEN.add(new WeakReference<>(connection));
        }
        return connection;
    }

    public static int count() {
        synchronized (OPEN) {
            forgetClosed();
            return OPEN.size();
        }
    }

    private static void forgetClosed() {
        OPEN.removeIf(each -> isClosed(each.get()));
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection == null || connection.isClosed();
        } catch (SQLException e) {
            return true; // of a driver that cannot tell any more
        }
    }
}
