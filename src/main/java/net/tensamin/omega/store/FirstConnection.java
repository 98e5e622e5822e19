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
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int PAUSES_A_LINE = 15;

    private final Duration patience;
    private final LongSupplier nanos;
    private final Runnable pause;
    private volatile boolean made;

    FirstConnection(Duration patience) {
        this(patience, System::nanoTime, () -> LockSupport.parkNanos(PAUSE.toNanos()));
    }

    FirstConnection(Duration patience, LongSupplier nanos, Runnable pause) {
        this.patience = patience;
        this.nanos = nanos;
        this.pause = pause;
    }

    Connection open(DataSource driver) throws SQLException {
        long deadline = nanos.getAsLong() + patience.toNanos();
        for (int tries = 0; ; tries++) {
            try {
                Connection connection = driver.getConnection();
                made = true;
                return connection;
            } catch (SQLException e) {
                if (made || !mayBeStarting(e) || nanos.getAsLong() - deadline >= 0 || isInterrupted()) {
                    throw e;
                }
                if (tries % PAUSES_A_LINE == 0) {
                    LOG.log(
                            Level.WARNING,
                            () -> "Waiting for the database, " + patience + " at most: " + e.getMessage());
                }
                pause.run();
            }
        }
    }

    /** Class 08 is the standard's for connections; with 57P03 PostgreSQL says that it is starting. */
    static boolean mayBeStarting(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.equals("57P03"));
    }

    boolean isMade() {
        return made;
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
