package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Optional;

/**
 * After how long a silence a connection ends (RFC 9000 §10.1), and what the server does that a living one does not: a third
 * of it leaves two more tries for what gets lost.
 *
 * @param value what both sides agreed on
 */
record IdleTimeout(Duration value) {
    private static final int TRIES = 3;
    /** Messages, which wake an app, come no more often than that for its sake. */
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(3);

    private static final Duration SHORTEST = Duration.ofSeconds(3);

    /** Whether it costs more than a session is worth. */
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
