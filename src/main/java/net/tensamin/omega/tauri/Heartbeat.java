package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The pings of one session (SPEC §3). A stream is ordered, so a pong proves that all that was written before its ping has
 * arrived (SPEC §4). Times are readings of one monotonic clock, in nanoseconds. Thread-safe.
 */
final class Heartbeat {
    private final long timeoutNanos;
    private final Deque<OpenPing> open = new ArrayDeque<>(1);
    /** The revisions of answered pings that prove nothing yet; no more than pings were lost. */
    private Optional<Deque<Long>> answered = Optional.empty();

    private int lost;
    private int held;
    private long heldSinceNanos;
    private long heldNanos;
    private long nextNanos;
    private boolean provesSeries;
    private long seriesEndsNanos;
    private long lastPingMillis = -1;
    private OptionalLong answeredNanos = OptionalLong.empty();
    private long proven;

    /**
     * @param heldNanos how long the client was not read before it
     * @param revision the last revision written before the ping
     */
    private record OpenPing(long sentNanos, long heldNanos, long revision) {}

    /** @param first how long to wait before the first ping */
    Heartbeat(Duration first, Duration timeout, long nowNanos) {
        timeoutNanos = timeout.toNanos();
        nextNanos = nowNanos + first.toNanos();
    }

    /** The round trip of the last answered ping, -1 before the first. */
    synchronized long lastPingMillis() {
        return lastPingMillis;
    }

    /** The revision up to which everything is known to have arrived. */
    synchronized long proven() {
        return proven;
    }

    /** Whether a ping that was sent then or later is answered. */
    synchronized boolean answeredSince(long nanos) {
        return answeredNanos.isPresent() && answeredNanos.getAsLong() - nanos >= 0;
    }

    /** Whether everything up to {@code revision} is proven, or is once the newest open ping is answered. */
    synchronized boolean covers(long revision) {
        return proven >= revision || (!open.isEmpty() && open.peekLast().revision() >= revision);
    }

    synchronized boolean missed(long nowNanos) {
        return !open.isEmpty() && held == 0 && nowNanos - awaitedNanos() >= timeoutNanos;
    }

    /** The server does not read what the client says, until as many calls of {@link #release}: no ping is missed meanwhile. */
    synchronized void hold(long nowNanos) {
        heldSinceNanos = held == 0 ? nowNanos : heldSinceNanos;
        held++;
    }

    synchronized void release(long nowNanos) {
        heldNanos = held == 1 ? heldNanos(nowNanos) : heldNanos;
        held--;
    }

    /** How long in all the client has not been read. */
    private long heldNanos(long nowNanos) {
        return held == 0 ? heldNanos : heldNanos + nowNanos - heldSinceNanos;
    }

    /** When the oldest open ping would have been sent, had the client been read since: only that time is taken off. */
    private long awaitedNanos() {
        OpenPing oldest = open.peekFirst();
        return oldest.sentNanos() + heldNanos - oldest.heldNanos();
    }

    synchronized boolean pingDue(long nowNanos) {
        return nowNanos - nextNanos >= 0;
    }

    /** Whether the next pong answers a ping that leaves now. */
    synchronized boolean awaitsNone() {
        return open.isEmpty() && lost == 0;
    }

    /**
     * A ping leaves now, after everything up to {@code revision} was written.
     *
     * @param interval until the next one
     */
    synchronized void pinged(long nowNanos, long revision, Duration interval) {
        open.addLast(new OpenPing(nowNanos, heldNanos(nowNanos), revision));
        nextNanos = nowNanos + interval.toNanos();
        provesSeries = false;
    }

    /** The next ping leaves then at the latest. */
    synchronized void pingBy(long dueNanos) {
        nextNanos = earlier(dueNanos, nextNanos);
    }

    /**
     * Something was written. The next ping leaves when nothing more has been written for {@code pause}, or {@code series} after
     * the first write that it is to prove, or when it was due anyway, whichever comes first.
     *
     * @return whether that is sooner than it was
     */
    synchronized boolean wrote(long nowNanos, Duration pause, Duration series) {
        boolean first = !provesSeries;
        if (first) {
            seriesEndsNanos = earlier(nowNanos + series.toNanos(), nextNanos);
        }
        long dueNanos = earlier(nowNanos + pause.toNanos(), seriesEndsNanos);
        boolean sooner = dueNanos - nextNanos < 0;
        provesSeries = !first || sooner;
        nextNanos = dueNanos;
        return sooner;
    }

    private static long earlier(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
    }

    /**
     * The stream that carried the pings is gone. Pongs for open ones may still come on another, and nothing tells them from
     * later ones: so that no pong proves too much, each proves what so many pings earlier would have.
     */
    synchronized void moved() {
        lost += open.size();
        open.clear();
    }

    /** The store came back older: nothing that was written so far proves anything of what it has now. */
    synchronized void forget() {
        List<OpenPing> pings = List.copyOf(open);
        open.clear();
        pings.forEach(ping -> open.addLast(new OpenPing(ping.sentNanos(), ping.heldNanos(), 0)));
        answered = answered.map(unused -> new ArrayDeque<>(Collections.nCopies(unused.size(), 0L)));
        proven = 0;
    }

    /**
     * A pong answers the oldest open ping; without one it means nothing, unless pings were lost.
     *
     * @param roundTripNanos told how long the answer took
     * @return what {@link #proven()} is now, if it proved more
     */
    synchronized OptionalLong ponged(long nowNanos, LongConsumer roundTripNanos) {
        OpenPing oldest = open.pollFirst();
        if (oldest == null) {
            lost = Math.max(0, lost - 1);
        } else {
            long nanos = nowNanos - oldest.sentNanos();
            lastPingMillis = Duration.ofNanos(nanos).toMillis();
            roundTripNanos.accept(nanos);
            answeredNanos = OptionalLong.of(oldest.sentNanos());
        }
        if (oldest != null && lost == 0 && answered.isEmpty()) {
            return prove(oldest.revision());
        }
        Deque<Long> revisions = answered.orElseGet(() -> new ArrayDeque<>(1));
        if (oldest != null) {
            revisions.addLast(oldest.revision());
        }
        OptionalLong proven = revisions.size() > lost ? prove(revisions.removeFirst()) : OptionalLong.empty();
        answered = Optional.of(revisions).filter(left -> !left.isEmpty());
        return proven;
    }

    private OptionalLong prove(long revision) {
        boolean more = revision > proven;
        proven = Math.max(proven, revision);
        return more ? OptionalLong.of(proven) : OptionalLong.empty();
    }

    /** When there is something to do next: to send a ping, or to find the oldest one missed. */
    synchronized long dueNanos() {
        if (open.isEmpty() || held > 0) {
            return nextNanos;
        }
        long missedNanos = awaitedNanos() + timeoutNanos;
        return missedNanos - nextNanos < 0 ? missedNanos : nextNanos;
    }
}
