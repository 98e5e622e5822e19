package net.tensamin.omega.operations;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.store.Database;
import net.tensamin.omega.store.OpenConnections;
import net.tensamin.omega.threads.Timers;

/** Whether the database has answered lately, for those who must not wait for it. Thread-safe. */
@ApplicationScoped
public class DatabasePulse {
    private static final Logger LOG = System.getLogger(DatabasePulse.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    static final Duration LATELY = Duration.ofSeconds(15);

    private final Check check;
    private final LongSupplier nanos;
    private Timers.Plan beats = () -> {};
    private volatile long answered;

    /** Asks the database. */
    interface Check {
        void run() throws SQLException;
    }

    /** For the client proxy. */
    DatabasePulse() {
        this(null, () -> 0);
    }

    @Inject
    DatabasePulse(Database database, Meters meters, Timers timers) {
        this(database::check, System::nanoTime);
        meters.gauge("omega_database_up", "1 while the database answers", () -> isUp() ? 1 : 0);
        meters.gauge(
                "omega_database_connections",
                "Connections to the database that the server's pool has open, at most omega.db.pool-size",
                OpenConnections::count);
        beats = timers.work(INTERVAL, this::beat);
    }

    /** The schema was brought up to date before: the database is there. */
    DatabasePulse(Check check, LongSupplier nanos) {
        this.check = check;
        this.nanos = nanos;
        this.answered = nanos.getAsLong();
    }

    void beat() {
        try {
            check.run();
            answered = nanos.getAsLong();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The database does not answer", e);
        }
    }

    /** Also false while it hangs. */
    public boolean isUp() {
        return nanos.getAsLong() - answered <= LATELY.toNanos();
    }

    @PreDestroy
    void stop() {
        beats.cancel();
    }
}
