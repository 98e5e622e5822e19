package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.threads.Timers;

/**
 * Now and then compares what sessions have with what the store has (architecture.md, "Live changes"): a change of which no message arrived, and none
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

    private final Set<UserId> coming = ConcurrentHashMap.newKeySet();
    private Set<UserId> come = Set.of();
    private Timers.Plan regular;
    private Timers.Plan soon;

    /** For the client proxy. */
    RevisionSweep() {
        this(null, null);
    }

    @Inject
    RevisionSweep(TauriSessions sessions, Inbox inbox) {
        this.sessions = sessions;
        this.inbox = inbox;
    }

    void start(Timers timers, Duration interval) {
        regular = timers.work(interval, this::sweep);
        soon = timers.work(SOON, this::lookAtNewcomers);
    }

    void stop() {
        regular.cancel();
        soon.cancel();
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

    /** Looks at all. */
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
