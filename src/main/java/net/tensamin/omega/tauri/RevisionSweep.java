package net.tensamin.omega.tauri;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;

/**
 * Compares what sessions have with what the store has, now and then (DESIGN 3): a change of which nothing came, and nothing
 * after it, is found here.
 */
@ApplicationScoped
class RevisionSweep {
    /** Databases take so many parameters in one query, and more. */
    private static final int MOST_USERS = 5_000;

    private static final System.Logger LOG = System.getLogger(RevisionSweep.class.getName());

    private final TauriSessions sessions;
    private final Inbox inbox;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private Future<?> task;

    /** For the client proxy. */
    RevisionSweep() {
        this(null, null);
    }

    @Inject
    RevisionSweep(TauriSessions sessions, Inbox inbox) {
        this.sessions = sessions;
        this.inbox = inbox;
    }

    /** To be called on a container's thread: elsewhere the executor would not be found. */
    void start(Duration interval) {
        task = scheduler.scheduleWithFixedDelay(
                this::sweep, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        task.cancel(false);
    }

    /** A task that throws is not scheduled again. */
    void sweep() {
        List<UserId> users = List.copyOf(sessions.users());
        try {
            for (int from = 0; from < users.size(); from += MOST_USERS) {
                inbox.revisions(users.subList(from, Math.min(users.size(), from + MOST_USERS)))
                        .forEach(sessions::announce);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Revisions could not be compared with the store, trying again", e);
        }
    }
}
