package net.tensamin.omega.operations.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The audience of this server, which ends with it. */
@ApplicationScoped
class Viewers {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Readings readings;
    private Audience audience;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    /** For the client proxy. */
    Viewers() {
        this(null);
    }

    @Inject
    Viewers(Readings readings) {
        this.readings = readings;
    }

    @PostConstruct
    void open() {
        audience = new Audience(
                readings::take,
                tick -> scheduler.scheduleWithFixedDelay(tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS),
                TICK.multipliedBy(2));
    }

    Audience audience() {
        return audience;
    }

    @PreDestroy
    void close() {
        audience.stop();
    }
}
