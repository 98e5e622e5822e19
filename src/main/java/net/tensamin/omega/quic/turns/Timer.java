package net.tensamin.omega.quic.turns;

/** One timer for all connections. Thread-safe. */
public interface Timer {
    /** Calls a short task at {@code dueNanos} of the monotonic clock or a little later. */
    Call call(Runnable task, long dueNanos);

    /** What was asked for. */
    interface Call {
        long dueNanos();

        /** Cancels the call, which may be on its way already. */
        void cancel();
    }
}
