package net.tensamin.omega.mailbox;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Gives the container's scheduler to a constructor. */
@Dependent
class ContainerTimer implements Later {
    private static final Logger LOG = System.getLogger(ContainerTimer.class.getName());

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Override
    public void run(Duration delay, Runnable task) {
        try {
            scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "The application stops; tasks that were to run later do not run", e);
        }
    }
}
