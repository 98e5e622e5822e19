package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.StoreSetBack;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.threads.Timers;

/**
 * Now and then compares what devices have with what the store has (architecture.md, "Live changes"): a change of which no message arrived, and none
 * after it, is found here, and so is a store that came back older.
 */
@ApplicationScoped
class RevisionSweep {
    /** Databases take this many parameters in one query, and more. */
    private static final int MOST_USERS = 5_000;

    private static final Duration SOON = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(RevisionSweep.class.getName());

    private final List<Deliveries> devices;
    private final Inbox inbox;
    private final ClusterBus bus;

    private final Set<UserId> coming = ConcurrentHashMap.newKeySet();
    private Set<UserId> come = Set.of();
    private Timers.Plan regular;
    private Timers.Plan soon;

    /** For the client proxy. */
    RevisionSweep() {
        this(List.of(), null, null);
    }

    @Inject
    RevisionSweep(Instance<Deliveries> devices, Inbox inbox, ClusterBus bus) {
        this(devices.stream().toList(), inbox, bus);
    }

    RevisionSweep(List<Deliveries> devices, Inbox inbox, ClusterBus bus) {
        this.devices = devices;
        this.inbox = inbox;
        this.bus = bus;
    }

    void start(Timers timers, Duration interval) {
        regular = timers.work(interval, this::sweep);
        soon = timers.work(SOON, this::lookAtNewcomers);
        bus.listen(Subject.SET_BACK, (sender, nothing) -> timers.later(Duration.ZERO, this::sweep));
    }

    void stop() {
        regular.cancel();
        soon.cancel();
    }

    /**
     * Looks at these users when other nodes have learnt that they have devices here: a change in the meantime was not passed
     * on.
     */
    void lookSoon(Set<UserId> users) {
        coming.addAll(users);
    }

    /** Looks at all users, likewise. */
    void lookSoon() {
        lookSoon(users());
    }

    private Set<UserId> users() {
        return devices.stream().flatMap(way -> way.users().stream()).collect(Collectors.toSet());
    }

    /** Those that came before the last call. */
    private void lookAtNewcomers() {
        Set<UserId> due = come;
        come = Snapshot.of(coming);
        coming.removeAll(come);
        compare(List.copyOf(due));
    }

    /** Looks before anything more is committed here, and lets the other nodes look: later the store may have as many changes again. */
    void setBack(@Observes StoreSetBack older) {
        bus.sendAll(Subject.SET_BACK, new byte[0]);
        sweep();
    }

    /** Looks at all. */
    void sweep() {
        compare(List.copyOf(users()));
    }

    private void compare(List<UserId> users) {
        try {
            for (int from = 0; from < users.size(); from += MOST_USERS) {
                comparePart(users.subList(from, Math.min(users.size(), from + MOST_USERS)));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Revisions could not be compared with the store, trying again", e);
        }
    }

    /** What devices have is noted before the store is asked: a store that is not older has all of that, and perhaps more. */
    private void comparePart(List<UserId> users) {
        Map<UserId, Long> had = users.stream().collect(Collectors.toMap(user -> user, this::newestOf));
        Map<UserId, Long> stored = inbox.revisions(users);
        had.forEach((user, known) -> {
            long revision = stored.getOrDefault(user, 0L);
            if (revision < known) {
                devices.forEach(way -> way.setBack(user));
            } else {
                devices.forEach(way -> way.announce(user, revision));
            }
        });
    }

    private long newestOf(UserId user) {
        return devices.stream().mapToLong(way -> way.newestOf(user)).max().orElse(0);
    }
}
