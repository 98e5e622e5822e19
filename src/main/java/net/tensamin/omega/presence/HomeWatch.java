package net.tensamin.omega.presence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.AccountNews;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.WorkQueue;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;

/**
 * Keeps presence up to date with the homes of users that are made, moved or removed while Iotas are connected: reads
 * them from the database when there is news, one read at a time, and again until one succeeds.
 */
@ApplicationScoped
class HomeWatch {
    private static final Logger LOG = System.getLogger(HomeWatch.class.getName());
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    /** After something was missed: a report that was under way then may be older than what was read. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(30);

    private static final int MOST_AT_ONCE = 1024;

    private final PresenceBoard board;
    private final Accounts accounts;
    private final Timers timers;
    private final LongSupplier nanos;
    private final WorkQueue<Look> reads;
    private volatile boolean stopped;

    /** @param last whether no other look follows from it */
    private record Look(AccountNews news, boolean last) {}

    /** For the client proxy. */
    HomeWatch() {
        board = null;
        accounts = null;
        timers = null;
        nanos = null;
        reads = null;
    }

    @Inject
    HomeWatch(PresenceBoard board, Accounts accounts, BlockingThreads threads, Timers timers) {
        this(board, accounts, threads, timers, System::nanoTime);
    }

    HomeWatch(PresenceBoard board, Accounts accounts, Executor threads, Timers timers, LongSupplier nanos) {
        this.board = board;
        this.accounts = accounts;
        this.timers = timers;
        this.nanos = nanos;
        this.reads = new WorkQueue<>(
                new WorkQueue.Bounds("reads of homes", 1, Integer.MAX_VALUE, MOST_AT_ONCE), threads, this::read);
    }

    /** The data source goes after this. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stopped = true;
    }

    void on(@Observes AccountNews news) {
        if (news.anything() || !news.users().isEmpty()) {
            reads.add(new Look(news, false));
        }
    }

    private void read(List<Look> some) {
        if (stopped) {
            return;
        }
        try {
            long now = nanos.getAsLong();
            Map<UserId, Set<IotaId>> former = former(some);
            board.links().rehome(homes(former, now));
            if (some.stream().anyMatch(look -> look.news().anything())) {
                board.links().rehome(allHomes(nanos.getAsLong()));
            }
            if (some.stream().anyMatch(look -> look.news().anything() && !look.last())) {
                timers.later(SECOND_LOOK, () -> reads.add(new Look(AccountNews.ANYTHING, true)));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "Homes of users are not known yet, reading them again", e);
            timers.later(BETWEEN_ATTEMPTS, () -> some.forEach(reads::add));
        }
    }

    private static Map<UserId, Set<IotaId>> former(List<Look> some) {
        Map<UserId, Set<IotaId>> former = new HashMap<>();
        some.forEach(look -> look.news().users().forEach((user, iota) -> {
            Set<IotaId> homes = former.computeIfAbsent(user, first -> new HashSet<>());
            iota.ifPresent(homes::add);
        }));
        return former;
    }

    private Homes homes(Map<UserId, Set<IotaId>> former, long readNanos) {
        Map<UserId, IotaId> homes = former.isEmpty() ? Map.of() : accounts.homesOf(former.keySet());
        Map<UserId, Optional<IotaId>> now = new HashMap<>();
        former.keySet().forEach(user -> now.put(user, Optional.ofNullable(homes.get(user))));
        return new Homes(now, former, readNanos);
    }

    /** The homes of everybody whose presence is known or follows from that of an Iota. */
    private Homes allHomes(long readNanos) {
        Map<UserId, Set<IotaId>> former = board.links().users();
        Homes homes = homes(former, readNanos);
        accounts.usersOf(board.links().iotas())
                .forEach((iota, users) -> users.forEach(user -> homes.now().put(user, Optional.of(iota))));
        return homes;
    }
}
