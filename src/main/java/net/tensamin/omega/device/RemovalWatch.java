package net.tensamin.omega.device;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.tensamin.omega.account.Removal;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;

/**
 * Keeps {@link RemovedUsers} as the database has them: at once for users that this node removes, and when {@link
 * Revocations} looks for those that other nodes remove. Thread-safe.
 */
@ApplicationScoped
class RemovalWatch {
    static final int PAGE = 10_000;

    private static final Logger LOG = System.getLogger(RemovalWatch.class.getName());
    private static final byte[] NOTHING = {};

    private final UserRemoval removals;
    private final RemovedUsers removed;
    private final Consumer<UserRemoved> learnt;
    private final ClusterBus bus;
    private Optional<Removal> last = Optional.empty();
    private boolean begun;

    /** For the client proxy. */
    RemovalWatch() {
        this(null, null, (Consumer<UserRemoved>) null, null);
    }

    @Inject
    RemovalWatch(UserRemoval removals, RemovedUsers removed, Event<UserRemoved> learnt, ClusterBus bus) {
        this(removals, removed, learnt::fire, bus);
    }

    RemovalWatch(UserRemoval removals, RemovedUsers removed, Consumer<UserRemoved> learnt, ClusterBus bus) {
        this.removals = removals;
        this.removed = removed;
        this.learnt = learnt;
        this.bus = bus;
    }

    /** On the committing thread; other nodes look at once, as they do when a device was revoked. */
    void removed(@Observes(during = TransactionPhase.AFTER_SUCCESS) UserLeaves left) {
        removed.add(List.of(left.user())).forEach(this::tell);
        bus.sendAll(Subject.REVOCATION, NOTHING);
    }

    /**
     * Looks now; when it returns, what is new is in force and has been passed on, except what is there at the first
     * look. The last known removal is read again: if it is missing, the database is older than it was, and exactly the
     * removals that it has count.
     */
    synchronized void refresh() {
        List<Removal> read = read(last.map(Removal::number).orElse(Removal.NONE));
        List<UserId> news;
        if (last.isPresent()
                && !read.stream().limit(1).toList().equals(last.stream().toList())) {
            LOG.log(Level.WARNING, "The database has not all removed users that it had; it says who they are");
            read = read(Removal.NONE);
            news = removed.replace(users(read));
        } else {
            news = removed.add(users(read));
        }
        last = read.isEmpty() ? Optional.empty() : Optional.of(read.get(read.size() - 1));
        if (begun) {
            news.forEach(this::tell);
        }
        begun = true;
    }

    private List<Removal> read(long number) {
        List<Removal> all = new ArrayList<>();
        List<Removal> page = removals.from(number, PAGE);
        all.addAll(page);
        while (page.size() == PAGE) {
            page = removals.from(page.get(PAGE - 1).number() + 1, PAGE);
            all.addAll(page);
        }
        return all;
    }

    private static List<UserId> users(List<Removal> some) {
        return some.stream().map(Removal::user).toList();
    }

    private void tell(UserId user) {
        LOG.log(Level.INFO, "user {0} is removed", user);
        try {
            learnt.accept(new UserRemoved(user));
        } catch (RuntimeException e) { // what is known is not told again: the next must not be lost with it
            LOG.log(Level.ERROR, "What is remembered of user " + user + " may not have been forgotten", e);
        }
    }
}
