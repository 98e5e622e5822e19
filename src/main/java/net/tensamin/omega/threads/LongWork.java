package net.tensamin.omega.threads;

import java.util.function.Supplier;

/**
 * Work that nobody waits for and that may take longer than what somebody waits for: a sweep, an import, a count of everything. The database gives its
 * transactions limits of their own (omega.db.work-timeout).
 */
public final class LongWork {
    private static final KindOfWork KIND = new KindOfWork();

    private LongWork() {}

    /** Transactions that begin meanwhile on this thread are such work. */
    public static <T> T call(Supplier<T> work) {
        return KIND.call(work);
    }

    /** Whether this thread does such work. */
    public static boolean isUnderWay() {
        return KIND.isUnderWay();
    }
}
