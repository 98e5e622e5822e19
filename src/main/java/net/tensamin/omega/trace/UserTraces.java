package net.tensamin.omega.trace;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.trace.TraceEvent.Kind;
import org.eclipse.microprofile.config.Config;

/**
 * The last {@value RecentEvents#MOST} events of each of the users with the latest news. When there are more users than
 * configured, the one with the oldest news is forgotten: 10,000 take 68 MB at most. Adding takes a lock that few share,
 * and never waits for anything else. Thread-safe.
 */
@ApplicationScoped
public class UserTraces {
    static final Setting<Integer> USERS = Setting.number(
                    "omega.trace.users",
                    10_000,
                    "for how many users recent events are kept for operators; 0 turns" + " this off")
            .between(0, 1_000_000);

    /** As many threads can add at once. */
    private static final int SHARDS = 64;

    private final Shard[] shards = new Shard[SHARDS];
    private final boolean on;
    private final LongSupplier millis;
    private final Predicate<UserId> removed;
    private volatile Listener listener;

    /** Told of each event, by the thread that adds it; must not block. */
    interface Listener {
        void event(UserId user, TraceEvent event);
    }

    private static final class Shard {
        private final Map<UserId, RecentEvents> byUser;

        private Shard(int users) {
            byUser = new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UserId, RecentEvents> eldest) {
                    return size() > users;
                }
            };
        }

        /** Nothing of a user that is removed. */
        private synchronized void add(UserId user, TraceEvent event, Predicate<UserId> removed) {
            if (removed.test(user)) {
                return;
            }
            byUser.computeIfAbsent(user, any -> new RecentEvents()).add(event);
        }

        private synchronized List<TraceEvent> of(UserId user) {
            RecentEvents events = byUser.get(user);
            return events == null ? List.of() : events.list();
        }

        private synchronized void forget(UserId user) {
            byUser.remove(user);
        }

        private synchronized int size() {
            return byUser.size();
        }
    }

    /** For the client proxy. */
    UserTraces() {
        this(0, () -> 0);
    }

    @Inject
    UserTraces(RemovedUsers removed, Config config) {
        this(USERS.in(config), System::currentTimeMillis, removed::contains);
    }

    UserTraces(int users, LongSupplier millis) {
        this(users, millis, user -> false);
    }

    /** @param removed whether nothing is to be remembered of a user */
    UserTraces(int users, LongSupplier millis, Predicate<UserId> removed) {
        this.removed = removed;
        this.on = users > 0;
        this.millis = millis;
        Arrays.setAll(shards, i -> new Shard((users + SHARDS - 1) / SHARDS));
    }

    /** Being told of the start makes the container create this bean then: on a transport's thread it could not read its key. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    /** Remembers nothing: for what runs without a container. */
    public static UserTraces off() {
        return new UserTraces(0, () -> 0);
    }

    public void add(UserId user, Kind kind, long sender, long revision, String party) {
        Listener told = listener;
        if (!on && told == null) {
            return;
        }
        TraceEvent event = new TraceEvent(millis.getAsLong(), kind, sender, revision, party);
        if (on) {
            shard(user).add(user, event, removed);
        }
        if (told != null) {
            told.event(user, event);
        }
    }

    /** The user is removed, as the removed users say by now: what comes late is not remembered. */
    void on(@Observes UserRemoved gone) {
        shard(gone.user()).forget(gone.user());
    }

    /** One at most; it hears of events also while none are remembered. */
    void listen(Listener every) {
        listener = every;
    }

    /** What is remembered of this user, the oldest first. */
    public List<TraceEvent> of(UserId user) {
        return shard(user).of(user);
    }

    /** Of how many users something is remembered. */
    public int users() {
        return Arrays.stream(shards).mapToInt(Shard::size).sum();
    }

    private Shard shard(UserId user) {
        return shards[Math.floorMod(Long.hashCode(user.value() * 0x9E3779B97F4A7C15L), SHARDS)];
    }
}
