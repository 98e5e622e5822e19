package net.tensamin.omega.operations.live;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import net.tensamin.omega.tauri.SessionView;

/**
 * Which sessions a viewer wants to see: there may be very many.
 *
 * @param find how the id of their user or device begins; empty for all
 * @param order by what
 * @param descending the greatest first
 * @param most how many at most
 */
record SessionQuery(String find, Order order, boolean descending, int most) {
    static final int MOST = 500;
    private static final int LONGEST_FIND = 64;

    enum Order {
        USER(session -> session.user().value()),
        AGE(session -> session.age().toNanos()),
        ROUND_TRIP(SessionView::roundTripMillis),
        LAG(SessionView::lag);

        private final ToLongFunction<SessionView> key;

        Order(ToLongFunction<SessionView> key) {
            this.key = key;
        }
    }

    /** Those that match, and of them the first. */
    record Found(long matching, List<SessionView> first) {}

    SessionQuery {
        if (find.length() > LONGEST_FIND || most < 1 || most > MOST) {
            throw new IllegalArgumentException("at most " + LONGEST_FIND + " characters, and " + MOST + " sessions");
        }
        find = find.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * @param sort a name of {@link Order} in lower case, after {@code -} if the greatest comes first
     * @throws IllegalArgumentException if there is no such order, or a bound is not kept
     */
    static SessionQuery parse(String find, String sort, int most) {
        boolean descending = sort.startsWith("-");
        String order = descending ? sort.substring(1) : sort;
        return new SessionQuery(find, Order.valueOf(order.toUpperCase(Locale.ROOT)), descending, most);
    }

    /** Keeps no more than {@link #most} in order, however many there are. */
    Found in(List<SessionView> sessions) {
        PriorityQueue<SessionView> first = new PriorityQueue<>(comparator().reversed());
        long matching = 0;
        for (SessionView session : sessions) {
            if (matches(session)) {
                matching++;
                first.add(session);
                if (first.size() > most) {
                    first.remove();
                }
            }
        }
        return new Found(matching, first.stream().sorted(comparator()).toList());
    }

    private boolean matches(SessionView session) {
        return find.isEmpty()
                || Long.toString(session.user().value()).startsWith(find)
                || session.device().value().startsWith(find);
    }

    /** The device decides where all else is the same: rows do not change places for nothing. */
    private Comparator<SessionView> comparator() {
        Comparator<SessionView> byKey = Comparator.comparingLong(order.key);
        return (descending ? byKey.reversed() : byKey)
                .thenComparing(session -> session.device().value());
    }
}
