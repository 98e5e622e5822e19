package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a connection may be silent before it ends (RFC 9000 §10.1), and what the server does to keep a living one: acting
 * after a third of it leaves two more attempts if something gets lost.
 *
 * @param value what both sides agreed on
 */
record IdleTimeout(Duration value) {
    private static final int TRIES = 3;
    /** Messages, which wake an app, are sent no more often than this to keep a connection alive. */
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(3);

    private static final Duration SHORTEST = Duration.ofSeconds(3);

    /** Whether keeping the connection alive would cost too much. */
    boolean isTooShort() {
        return value.compareTo(SHORTEST) < 0;
    }

    /** How often to ping. */
    Duration pingInterval(Duration configured) {
        boolean bounds = probeInterval().isEmpty() && third().compareTo(configured) < 0;
        return bounds ? third() : configured;
    }

    /** How often the transport is to send a PING of its own, where pings would come too often. */
    Optional<Duration> probeInterval() {
        return Optional.of(third()).filter(third -> third.compareTo(BETWEEN_PINGS) < 0);
    }

    private Duration third() {
        return value.dividedBy(TRIES);
    }
}
