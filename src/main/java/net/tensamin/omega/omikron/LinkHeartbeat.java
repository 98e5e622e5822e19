package net.tensamin.omega.omikron;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The heartbeat of one link (SPEC §5). Times are readings of one monotonic clock, in nanoseconds. Thread-safe. */
final class LinkHeartbeat {
    /** Bounded also for an Omikron that answers no pings and yet is not silent. */
    private static final int MOST_OPEN_PINGS = 16;

    private final OmikronSettings settings;
    private final Deque<Long> openPings = new ArrayDeque<>();
    private long startedNanos;
    private Optional<Long> handlingNanos = Optional.empty();
    private long heardNanos;
    private long pingedNanos;
    private long lastPingMillis = -1;

    LinkHeartbeat(OmikronSettings settings, long nowNanos) {
        this.settings = settings;
        this.startedNanos = nowNanos;
        this.heardNanos = nowNanos;
        this.pingedNanos = nowNanos;
    }

    /** The round trip of the last answered ping, -1 before the first. */
    synchronized long lastPingMillis() {
        return lastPingMillis;
    }

    synchronized void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    synchronized boolean isSilent(long nowNanos) {
        return nowNanos - heardNanos >= settings.silenceLimit().toNanos();
    }

    /** Whether a link should have been identified by now. Only the Omikron's own time counts. */
    synchronized boolean isOverdue(long nowNanos) {
        return handlingNanos.isEmpty()
                && nowNanos - startedNanos >= settings.identificationLimit().toNanos();
    }

    /** From now on the Omikron waits for us. */
    synchronized void handling(long nowNanos) {
        heardNanos = nowNanos;
        handlingNanos = Optional.of(nowNanos);
    }

    /** It no longer does. */
    synchronized void handled(long nowNanos) {
        heardNanos = nowNanos;
        startedNanos += handlingNanos.map(since -> nowNanos - since).orElse(0L);
        handlingNanos = Optional.empty();
    }

    synchronized boolean pingDue(long nowNanos) {
        return nowNanos - pingedNanos >= settings.pingInterval().toNanos();
    }

    synchronized void pinged(long nowNanos) {
        pingedNanos = nowNanos;
        openPings.addLast(nowNanos);
        if (openPings.size() > MOST_OPEN_PINGS) {
            openPings.removeFirst();
        }
    }

    /** A pong answers the oldest open ping; without one it means nothing. */
    synchronized void ponged(long nowNanos) {
        Long sentNanos = openPings.pollFirst();
        if (sentNanos != null) {
            lastPingMillis = Duration.ofNanos(nowNanos - sentNanos).toMillis();
        }
    }
}
