package net.tensamin.omega.tauri;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.concurrent.Wheel;

/** Calls each session when something of it is due, all from one scheduled task (architecture.md, "Threads"). */
@ApplicationScoped
class SessionPinger {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int SLOTS = 512;
    private static final System.Logger LOG = System.getLogger(SessionPinger.class.getName());

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final Pace pace = new Pace(TICK, TICK.multipliedBy(SLOTS), System.nanoTime());
    private final Wheel<TauriSession> wheel = new Wheel<>(TICK, SLOTS, System.nanoTime());
    private final Map<TauriSession, Wheel.Place<TauriSession>> places = new ConcurrentHashMap<>();
    private Future<?> task;

    /** To be called on a container's thread: elsewhere the executor would not be found. */
    void start() {
        task = scheduler.scheduleWithFixedDelay(this::turn, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        task.cancel(false);
    }

    void watch(TauriSession session) {
        add(session, System.nanoTime());
    }

    private void add(TauriSession session, long dueNanos) {
        places.compute(session, (same, former) -> {
            if (former != null) {
                wheel.remove(former);
            }
            return wheel.add(session, dueNanos);
        });
    }

    void forget(TauriSession session) {
        Wheel.Place<TauriSession> place = places.remove(session);
        if (place != null) {
            wheel.remove(place);
        }
    }

    private void turn() {
        wheel.due(pace.at(System.nanoTime())).forEach(this::tick);
    }

    /** A task that throws is not scheduled again, and with it would go everyone's heartbeat. */
    private void tick(TauriSession session) {
        try {
            OptionalLong due = session.tick();
            due.ifPresentOrElse(nanos -> add(session, nanos), () -> places.remove(session));
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "The heartbeat of device " + session.device() + " failed, closing", e);
            session.goAway();
        }
    }
}
