package net.tensamin.omega.threads;

import java.util.function.Supplier;

/**
 * Work that nobody waits for and that may take longer than what somebody waits for: a sweep, an import, a count of everything. The database gives its
 * transactions limits of their own (omega.db.work-timeout).
 */
public final class LongWork {
    private static final ThreadLocal<Boolean> UNDER_WAY = ThreadLocal.withInitial(() -> false);

    private LongWork() {}

    /** Transactions that begin meanwhile on this thread are such work. */
    public static <T> T call(Supplier<T> work) {
        boolean before = UNDER_WAY.get();
        UNDER_WAY.set(true);
        try {
            return work.get();
        } finally {
            UNDER_WAY.set(before);
        }
    }

    /** Whether this thread does such work. */
    public static boolean isUnderWay() {
        return UNDER_WAY.get();
    }
}
