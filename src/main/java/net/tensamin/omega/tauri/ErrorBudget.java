package net.tensamin.omega.tauri;

import java.time.Duration;

/** How many errors a connection may still make within the running minute. Thread-safe. */
final class ErrorBudget {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private long windowNanos;
    private int spent;

    ErrorBudget(int limit, long nowNanos) {
        this.limit = limit;
        this.windowNanos = nowNanos;
    }

    /** Counts one error and tells whether it was within the budget. */
    synchronized boolean spend(long nowNanos) {
        if (nowNanos - windowNanos >= WINDOW_NANOS) {
            windowNanos = nowNanos;
            spent = 0;
        }
        spent = Math.min(spent + 1, limit + 1);
        return spent <= limit;
    }
}
