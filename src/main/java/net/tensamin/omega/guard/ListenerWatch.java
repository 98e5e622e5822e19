package net.tensamin.omega.guard;

import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.Timers;

/** Waits until the server opens HTTPS, which is after this application has started, and guards it from then on. */
final class ListenerWatch {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(500);

    private final Door door;
    private final HandshakeTurns handshakes;
    private final GuardFilter guard;
    private final Timers timers;

    ListenerWatch(Door door, HandshakeTurns handshakes, Meters meters, Timers timers) {
        meters.gauge(
                "omega_https_waiting", "Requests that wait until fewer are being answered", door.turnstiles()::waiting);
        meters.gauge(
                "omega_https_handshakes_waiting",
                "TLS handshakes that wait until fewer are being worked on",
                handshakes::waiting);
        this.door = door;
        this.handshakes = handshakes;
        this.guard = new GuardFilter(door);
        this.timers = timers;
    }

    void begin() {
        timers.later(BETWEEN_TRIES, this::look);
    }

    private void look() {
        try {
            Optional<PayaraListener> listener = PayaraListener.find();
            if (listener.isEmpty()) {
                begin();
                return;
            }
            listener.get().guard(door, handshakes, guard);
            timers.beat(BETWEEN_SWEEPS, door::sweep);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Payara's HTTPS listener cannot be guarded", e);
        }
    }
}
