package net.tensamin.omega.tauri;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Inbox;

/**
 * Compares what sessions have with what the store has, now and then (architecture.md, "Live changes"): a change of which nothing came, and nothing
 * after it, is found here.
 */
@ApplicationScoped
class RevisionSweep {
    /** Databases take so many parameters in one query, and more. */
    private static final int MOST_USERS = 5_000;

    private static final Duration SOON = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(RevisionSweep.class.getName());

    private final TauriSessions sessions;
    private final Inbox inbox;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final Set<UserId> coming = ConcurrentHashMap.newKeySet();
    private Set<UserId> come = Set.of();
    private Future<?> task;
    private Future<?> soon;

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
        soon = scheduler.scheduleWithFixedDelay(
                this::lookAtNewcomers, SOON.toMillis(), SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        task.cancel(false);
        soon.cancel(false);
    }

    /**
     * Looks at these users when other nodes have learnt that they have sessions here: a change in the meantime was not passed
     * on.
     */
    void lookSoon(Set<UserId> users) {
        coming.addAll(users);
    }

    /** The sessions that came before the last call. */
    private void lookAtNewcomers() {
        Set<UserId> due = come;
        come = Set.copyOf(coming);
        coming.removeAll(come);
        compare(List.copyOf(due));
    }

    /** A task that throws is not scheduled again. */
    void sweep() {
        compare(List.copyOf(sessions.users()));
    }

    private void compare(List<UserId> users) {
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
