package net.tensamin.omega.guard;

import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.Timers;

/** Waits until the server opens HTTPS, which is after this application has started, and guards it from then on. */
final class ListenerWatch {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(500);

    /** Three quarters of the listener's threads (domain.xml). */
    private static final int MOST_AT_ONCE = 192;

    private final Door door;
    private final GuardFilter guard;
    private final Timers timers;

    ListenerWatch(Door door, Meters meters, Timers timers) {
        Turnstile turnstile = new Turnstile(MOST_AT_ONCE);
        meters.gauge("omega_https_waiting", "Requests that wait until fewer are being answered", turnstile::waiting);
        this.door = door;
        this.guard = new GuardFilter(door, turnstile);
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
            listener.get().guard(door, guard);
            timers.beat(BETWEEN_SWEEPS, door::sweep);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Payara does not let its HTTPS listener be guarded", e);
        }
    }
}
