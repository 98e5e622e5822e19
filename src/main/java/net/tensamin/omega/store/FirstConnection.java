package net.tensamin.omega.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Waits for a database that is starting together with this server, whose deployment would otherwise fail for good. Any
 * other fault is reported at once; after the first connection, an outage is too.
 */
class FirstConnection {
    private static final Logger LOG = System.getLogger(FirstConnection.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final Runnable pause;
    private volatile boolean made;

    FirstConnection() {
        this(System::nanoTime, () -> LockSupport.parkNanos(PAUSE.toNanos()));
    }

    FirstConnection(LongSupplier nanos, Runnable pause) {
        this.nanos = nanos;
        this.pause = pause;
    }

    Connection open(DataSource driver) throws SQLException {
        long deadline = nanos.getAsLong() + PATIENCE.toNanos();
        while (true) {
            try {
                Connection connection = driver.getConnection();
                made = true;
                return connection;
            } catch (SQLException e) {
                if (made || !mayBeStarting(e) || nanos.getAsLong() - deadline >= 0 || isInterrupted()) {
                    throw e;
                }
                LOG.log(Level.WARNING, "waiting for the database: {0}", e.getMessage());
                pause.run();
            }
        }
    }

    /** Class 08 is the standard's for connections; with 57P03 PostgreSQL says that it is starting. */
    private static boolean mayBeStarting(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.equals("57P03"));
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
