package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a connection may be silent before it ends (RFC 9000 §10.1), and what the server does to keep a living one: where half of it is
 * shorter than the ping interval, acting after a third leaves two more attempts if something gets lost.
 *
 * @param value what both sides agreed on
 */
record IdleTimeout(Duration value) {
    private static final int TRIES = 3;
    /** Messages, which wake an app, are sent no more often than this to keep a connection alive. */
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(3);

    private static final Duration UNANSWERED = Duration.ofSeconds(40);

    private static final Duration SHORTEST = Duration.ofSeconds(3);

    /** Whether keeping the connection alive would cost too much. */
    boolean isTooShort() {
        return value.compareTo(SHORTEST) < 0;
    }

    /** How often to ping where nothing is known of the path. */
    Duration pingInterval(Duration configured) {
        boolean bounds = probeInterval().isEmpty() && half().compareTo(configured) < 0;
        return bounds ? third() : configured;
    }

    /** How rarely to ping at most: a ping may be unanswered for 30 s, and some time has to be left. */
    Duration longestPingInterval(Duration configured, Duration longest) {
        Duration left = value.minus(UNANSWERED);
        Duration ceiling = left.compareTo(half()) < 0 ? half() : left;
        Duration least = pingInterval(configured);
        Duration most = ceiling.compareTo(longest) < 0 ? ceiling : longest;
        return half().compareTo(configured) < 0 || most.compareTo(least) < 0 ? least : most;
    }

    /** How often the transport is to send a PING of its own, where pings would come too often. */
    Optional<Duration> probeInterval() {
        return Optional.of(third()).filter(third -> third.compareTo(BETWEEN_PINGS) < 0);
    }

    private Duration half() {
        return value.dividedBy(2);
    }

    private Duration third() {
        return value.dividedBy(TRIES);
    }
}
