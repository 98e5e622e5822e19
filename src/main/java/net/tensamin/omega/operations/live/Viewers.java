package net.tensamin.omega.operations.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.operator.OperatorsChanged;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;

/** The audience of this server, which ends with it. */
@ApplicationScoped
class Viewers {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Readings readings;
    private final Timers timers;
    private final Devices devices;
    private final BlockingThreads threads;
    private Audience audience;
    private DeviceNames names;

    /** For the client proxy. */
    Viewers() {
        this(null, null, null, null);
    }

    @Inject
    Viewers(Readings readings, Timers timers, Devices devices, BlockingThreads threads) {
        this.readings = readings;
        this.timers = timers;
        this.devices = devices;
        this.threads = threads;
    }

    @PostConstruct
    void open() {
        audience = new Audience(readings::take, this::everyTick, TICK.multipliedBy(2));
        names = new DeviceNames(devices::names, threads);
    }

    private Timers.Plan everyTick(Runnable tick) {
        timers.later(Duration.ZERO, tick);
        return timers.work(TICK, tick);
    }

    Audience audience() {
        return audience;
    }

    /** Of devices, as far as they are known. */
    Function<DeviceId, Optional<String>> names() {
        return names::of;
    }

    void revoked(@Observes(notifyObserver = Reception.IF_EXISTS) DeviceRevoked event) {
        audience.doubt();
    }

    void changed(@Observes(notifyObserver = Reception.IF_EXISTS) OperatorsChanged event) {
        audience.doubt();
    }

    @PreDestroy
    void close() {
        audience.stop();
    }
}
