package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/** Counts the wrong codes of each address (IPv6: of each /64), so that guessing is slow. Thread-safe. */
@ApplicationScoped
class Guesses {
    private final RateTable wrong;
    private final Breaches refused;

    /** For the client proxy. */
    Guesses() {
        wrong = null;
        refused = null;
    }

    @Inject
    Guesses(Config config, Meters meters) {
        this(EnrolmentSettings.from(config).guesses(), meters, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    Guesses(Rate limit, Meters meters, LongSupplier nanos) {
        wrong = new RateTable(limit, nanos);
        refused = new Breaches(
                EnrolmentSettings.GUESSES,
                "it gets 429",
                meters.counter(
                        "omega_enrolment_refused_total", "Enrolments answered with 429, after too many wrong codes"),
                nanos);
    }

    /** Being told of the start makes the container create this bean then, so that its counter is on the page from the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    /** For how long an address that wants to try may not, because it has guessed too often; zero if it may. */
    Duration wait(String address) {
        Source source = Source.ofAddress(address);
        long wait = wrong.peek(source);
        if (wait > 0) {
            refused.by(source);
        }
        return Duration.ofNanos(wait);
    }

    void wrong(String address) {
        wrong.take(Source.ofAddress(address));
    }
}
