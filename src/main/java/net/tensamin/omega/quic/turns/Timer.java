package net.tensamin.omega.quic.turns;

/** One timer for all connections. Thread-safe. */
public interface Timer {
    /** Has a short task called at {@code dueNanos} of the monotonic clock or a little later. */
    Call call(Runnable task, long dueNanos);

    /** What was asked for. */
    interface Call {
        long dueNanos();

        /** It need not come; it may be on its way. */
        void cancel();
    }
}
