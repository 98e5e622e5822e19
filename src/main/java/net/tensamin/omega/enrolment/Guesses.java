package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import org.eclipse.microprofile.config.Config;

/** Counts the wrong codes of each address (IPv6: of each /64), so that guessing is slow. Thread-safe. */
@ApplicationScoped
class Guesses {
    private final RateTable wrong;

    /** For the client proxy. */
    Guesses() {
        wrong = null;
    }

    @Inject
    Guesses(Config config) {
        this(EnrolmentSettings.from(config).guesses(), System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    Guesses(Rate limit, LongSupplier nanos) {
        wrong = new RateTable(limit, nanos);
    }

    /** For how long the address may not try, because it has guessed too often. */
    Duration wait(String address) {
        return Duration.ofNanos(wrong.peek(Source.ofAddress(address)));
    }

    void wrong(String address) {
        wrong.take(Source.ofAddress(address));
    }
}
