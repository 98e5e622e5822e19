package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import net.tensamin.omega.concurrent.Wheel;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;

/** Calls each session when something is due in it, all from one scheduled task (architecture.md, "Threads"). */
@ApplicationScoped
class SessionPinger {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int SLOTS = 512;
    private static final System.Logger LOG = System.getLogger(SessionPinger.class.getName());

    private final LongSupplier nanos;
    private final Pace pace;
    private final Wheel<TauriSession> wheel;
    private final Map<TauriSession, Wheel.Place<TauriSession>> places = new ConcurrentHashMap<>();
    private volatile long behindNanos;
    private Timers.Plan beat;

    @Inject
    SessionPinger() {
        this(System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    SessionPinger(LongSupplier nanos) {
        this.nanos = nanos;
        this.pace = new Pace(TICK, TICK.multipliedBy(SLOTS), nanos.getAsLong());
        this.wheel = new Wheel<>(TICK, SLOTS, nanos.getAsLong());
    }

    /** By which sessions say when something is due in them. */
    LongSupplier clock() {
        return nanos;
    }

    void start(Timers timers) {
        beat = timers.beat(TICK, this::turn);
    }

    void stop() {
        beat.cancel();
    }

    void watch(TauriSession session) {
        places.compute(session, (same, former) -> {
            if (former != null) {
                wheel.remove(former);
            }
            return wheel.add(session, paced(nanos.getAsLong()));
        });
    }

    void forget(TauriSession session) {
        Wheel.Place<TauriSession> place = places.remove(session);
        if (place != null) {
            wheel.remove(place);
        }
    }

    private void turn() {
        List<TauriSession> due = wheel.due(pace.at(nanos.getAsLong()));
        behindNanos = pace.behindNanos();
        due.forEach(this::tick);
    }

    /** While a backlog is worked off the wheel's time is behind: what is due from now on waits for its own time and not for that backlog. */
    private long paced(long dueNanos) {
        return dueNanos - behindNanos;
    }

    /** A session that asks to be watched during its own call keeps that time. One that fails does not stop the others' heartbeats. */
    private void tick(TauriSession session) {
        forget(session);
        try {
            session.tick().ifPresent(due -> places.computeIfAbsent(session, same -> wheel.add(same, paced(due))));
        } catch (RuntimeException | Error e) {
            OutOfMemory.endIf(e);
            LOG.log(System.Logger.Level.ERROR, "The heartbeat of device " + session.device() + " failed, closing", e);
            session.goAway();
        }
    }
}
