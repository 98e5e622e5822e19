package net.tensamin.omega.store;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The clock of what is stored: the machine's, in UTC. */
@Dependent
class SystemClock {
    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
