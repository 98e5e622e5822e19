package net.tensamin.omega.mailbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.UserId;

/**
 * Submissions for users whose rows another transaction has locked, in their order. Each user is tried again from time
 * to time, less often the longer it takes, and nobody else waits for it. A user whose lock fails a batch is tried
 * alone, one such user at a time and now and then: a try keeps everybody waiting for as long as a batch waits for a
 * lock. Not thread-safe.
 */
final class SetAside {
    static final int MOST_OF_A_USER = 1_000;

    private static final Logger LOG = System.getLogger(SetAside.class.getName());
    private static final long SHORTEST_PAUSE = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONG = Duration.ofMillis(250).toNanos();
    private static final long WORTH_A_LINE = Duration.ofSeconds(5).toNanos();
    private static final int PART_OF_AGE = 8;
    private static final long BETWEEN_TRIES_APART = Duration.ofMillis(250).toNanos();

    private final Map<UserId, Locked> users = new LinkedHashMap<>();
    private final LongSupplier nanos;
    private long apartNanos;

    /** One user. While it is being tried its submissions are in the batch, and what comes is let through to follow them. */
    private static final class Locked {
        private final Deque<Waiting> entries = new ArrayDeque<>();
        private final long sinceNanos;
        private long dueNanos;
        private boolean apart;
        private boolean tried;
        private boolean said;

        private Locked(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    SetAside(LongSupplier nanos) {
        this.nanos = nanos;
        this.apartNanos = nanos.getAsLong();
    }

    /** Whether what comes for this user has to wait behind what is here. */
    boolean holds(UserId receiver) {
        Locked user = users.get(receiver);
        return user != null && !user.tried;
    }

    /** @return false if as many as are kept wait for its user already, so that it is not taken */
    boolean add(Waiting entry) {
        Locked user = users.get(entry.submission().receiver());
        if (user.entries.size() >= MOST_OF_A_USER && isLong(user)) {
            return false;
        }
        user.entries.addLast(entry);
        return true;
    }

    /**
     * Sets users aside, or puts them back, with all that there is for them, in order.
     *
     * @param apart whether a batch with them fails
     * @return the newest, where there are more than are kept
     */
    List<Waiting> put(List<Waiting> entries, boolean apart) {
        if (apart) {
            apartNanos = nanos.getAsLong() + BETWEEN_TRIES_APART;
        }
        Set<UserId> receivers = new HashSet<>();
        for (Waiting entry : entries) {
            UserId receiver = entry.submission().receiver();
            Locked user = users.computeIfAbsent(receiver, any -> new Locked(nanos.getAsLong()));
            if (receivers.add(receiver)) {
                user.apart |= apart;
                postpone(receiver, user);
            }
            user.entries.addLast(entry);
        }
        return receivers.stream()
                .flatMap(receiver -> surplus(users.get(receiver)).stream())
                .toList();
    }

    private void postpone(UserId receiver, Locked user) {
        long age = nanos.getAsLong() - user.sinceNanos;
        user.tried = false;
        user.dueNanos = nanos.getAsLong() + Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, age / PART_OF_AGE));
        say(receiver, user, age);
    }

    /** Nodes that write the same mailboxes block each other for moments, in which nothing is refused. */
    private List<Waiting> surplus(Locked user) {
        List<Waiting> surplus = new ArrayList<>();
        while (isLong(user) && user.entries.size() > MOST_OF_A_USER) {
            surplus.add(user.entries.removeLast());
        }
        return surplus;
    }

    private boolean isLong(Locked user) {
        return nanos.getAsLong() - user.sinceNanos > LONG;
    }

    private static void say(UserId receiver, Locked user, long age) {
        if (!user.said && age > WORTH_A_LINE) {
            user.said = true;
            LOG.log(
                    Level.WARNING,
                    "Another transaction has locked the mailbox of {0}; what comes for it waits",
                    receiver);
        }
    }

    /** Those whose time has come, each user's in order, to be tried in the next batch: users up to about that many. */
    List<Waiting> due(int most) {
        List<Waiting> due = new ArrayList<>();
        for (Locked user : users.values()) {
            if (due.size() < most && !user.apart && nanosTo(user) == 0) {
                due.addAll(tried(user));
            }
        }
        return due;
    }

    /** What there is for the user whose turn it is to be tried by itself. */
    List<Waiting> dueApart() {
        return users.values().stream()
                .filter(user -> user.apart && nanosTo(user) == 0)
                .min(Comparator.comparingLong(user -> user.dueNanos))
                .map(SetAside::tried)
                .orElse(List.of());
    }

    private static List<Waiting> tried(Locked user) {
        List<Waiting> entries = List.copyOf(user.entries);
        user.entries.clear();
        user.tried = true;
        return entries;
    }

    /** {@link Long#MAX_VALUE} for one that is being tried. */
    private long nanosTo(Locked user) {
        long now = nanos.getAsLong();
        long due = Math.max(0, user.dueNanos - now);
        long left = user.apart ? Math.max(due, apartNanos - now) : due;
        return user.tried ? Long.MAX_VALUE : left;
    }

    /** These submissions were in a batch, and their users' rows were free. */
    void free(List<Waiting> entries) {
        if (!users.isEmpty()) {
            entries.forEach(entry -> users.computeIfPresent(entry.submission().receiver(), this::freed));
        }
    }

    /** Where one lock is gone, others may be. */
    private Locked freed(UserId receiver, Locked user) {
        if (!user.tried) {
            return user;
        }
        if (user.apart) {
            apartNanos = nanos.getAsLong();
        }
        if (user.said) {
            LOG.log(Level.INFO, "The mailbox of {0} is no longer locked", receiver);
        }
        return null;
    }

    /** How long until some are due; empty if none are set aside. */
    OptionalLong nanosToNext() {
        return users.values().stream()
                .filter(user -> !user.tried)
                .mapToLong(this::nanosTo)
                .min();
    }

    void leave(Waiting entry) {
        Locked user = users.get(entry.submission().receiver());
        if (user != null) {
            user.entries.remove(entry);
        }
    }

    /** Nothing is tried again. */
    List<Waiting> clear() {
        List<Waiting> left =
                users.values().stream().flatMap(user -> user.entries.stream()).toList();
        users.clear();
        return left;
    }

    int size() {
        return users.values().stream().mapToInt(user -> user.entries.size()).sum();
    }
}
