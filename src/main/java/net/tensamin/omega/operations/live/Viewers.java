package net.tensamin.omega.operations.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import net.tensamin.omega.threads.Timers;

/** The audience of this server, which ends with it. */
@ApplicationScoped
class Viewers {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Readings readings;
    private final Timers timers;
    private Audience audience;

    /** For the client proxy. */
    Viewers() {
        this(null, null);
    }

    @Inject
    Viewers(Readings readings, Timers timers) {
        this.readings = readings;
        this.timers = timers;
    }

    @PostConstruct
    void open() {
        audience = new Audience(readings::take, this::everyTick, TICK.multipliedBy(2));
    }

    private Timers.Plan everyTick(Runnable tick) {
        timers.later(Duration.ZERO, tick);
        return timers.work(TICK, tick);
    }

    Audience audience() {
        return audience;
    }

    @PreDestroy
    void close() {
        audience.stop();
    }
}
