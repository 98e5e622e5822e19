package net.tensamin.omega.operations;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.tensamin.omega.store.Database;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The database answers, and soon: one that hangs is asked once, however often the question comes. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements HealthCheck {
    private static final Logger LOG = System.getLogger(DatabaseReadiness.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;

    @Resource
    private ManagedExecutorService executor;

    private Future<?> asked;
    private volatile boolean said;

    /** For the client proxy. */
    DatabaseReadiness() {
        this(null);
    }

    @Inject
    DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            said = false;
            return response(true, "answers");
        } catch (TimeoutException e) {
            return response(false, "does not answer within " + PATIENCE);
        } catch (ExecutionException e) {
            say(e.getCause());
            return response(false, "does not answer; the log says why");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response(false, "was not asked");
        }
    }

    /** Once an outage, and not to the caller, who may be anybody. */
    private void say(Throwable failure) {
        if (!said) {
            said = true;
            LOG.log(Level.WARNING, "The database does not answer", failure);
        }
    }

    private synchronized Future<?> ask() {
        if (asked == null || asked.isDone()) {
            asked = executor.submit(() -> {
                database.check();
                return true;
            });
        }
        return asked;
    }

    private static HealthCheckResponse response(boolean up, String reason) {
        return HealthCheckResponse.named("database")
                .status(up)
                .withData("reason", reason)
                .build();
    }
}
