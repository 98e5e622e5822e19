package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import net.tensamin.omega.quic.streams.Channel;

/** How long a client may stay without a user, and what keeps its connection from idling out. Ticks come one at a time. */
final class SessionTimes {
    private final Channel channel;
    private final TauriSettings settings;
    private final LongSupplier nanos;
    private final IdleTimeout idle;
    private final Duration pingInterval;
    private final long connectedNanos;
    private long probeNanos;

    /** @param nanos a monotonic clock */
    SessionTimes(Channel channel, TauriSettings settings, LongSupplier nanos) {
        this.channel = channel;
        this.settings = settings;
        this.nanos = nanos;
        this.idle = new IdleTimeout(channel.idleTimeout());
        this.pingInterval = idle.pingInterval(settings.pingInterval());
        this.connectedNanos = now();
        this.probeNanos = connectedNanos;
    }

    long now() {
        return nanos.getAsLong();
    }

    long connectedNanos() {
        return connectedNanos;
    }

    /** Since the handshake. */
    Duration age() {
        return Duration.ofNanos(now() - connectedNanos);
    }

    /** Where nothing is known of the path. */
    Duration pingInterval() {
        return pingInterval;
    }

    /** Where a path is known to bear it. */
    Duration longestPingInterval() {
        return idle.longestPingInterval(settings.pingInterval(), settings.longestPingInterval());
    }

    /** Whether the connection's idle timeout is too short to be worth keeping alive. */
    boolean isIdleTimeoutTooShort() {
        return idle.isTooShort();
    }

    /** When to look again at a client that has had no user since then; empty once it has had long enough. */
    OptionalLong identification(long sinceNanos) {
        long left = sinceNanos + settings.identifyWithin().toNanos() - now();
        return left <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(now() + Math.min(left, settings.pingInterval().toNanos()));
    }

    /**
     * Keeps a connection alive where heartbeats come too rarely.
     *
     * @param dueNanos when something else is due
     * @return when to call again at the latest
     */
    long probe(long dueNanos) {
        Optional<Duration> interval = idle.probeInterval();
        if (interval.isEmpty()) {
            return dueNanos;
        }
        if (now() - probeNanos >= 0) {
            channel.ping();
            probeNanos = now() + interval.get().toNanos();
        }
        return probeNanos - dueNanos < 0 ? probeNanos : dueNanos;
    }
}
