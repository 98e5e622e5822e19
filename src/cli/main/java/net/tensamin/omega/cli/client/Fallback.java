package net.tensamin.omega.cli.client;

import java.time.Duration;

/** Whether a client goes over HTTPS, since its network seems to block UDP, and when it looks whether that is still so. Thread-safe. */
public final class Fallback {
    static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private boolean blocked;
    private Duration pause = FIRST_LOOK;
    private long lookNanos;

    public synchronized boolean isBlocked() {
        return blocked;
    }

    /** QUIC had no answer, and HTTPS has. */
    public synchronized void blocked(long nowNanos) {
        blocked = true;
        lookNanos = nowNanos + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** HTTPS has no answer either, so that it may be something else: QUIC is tried first again. */
    public synchronized void doubted() {
        blocked = false;
    }

    /** QUIC goes, or the device is in another network. */
    public synchronized void open() {
        blocked = false;
        pause = FIRST_LOOK;
    }

    /** Whether it is time to try QUIC, while HTTPS goes on. */
    public synchronized boolean lookDue(long nowNanos) {
        return blocked && nowNanos - lookNanos >= 0;
    }
}
