package net.tensamin.omega.longpoll;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.concurrent.Wheel;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.tauri.WaitingDevices;
import net.tensamin.omega.threads.Timers;

/**
 * The devices that wait on this node: one wait a device, none of which has a thread. Whoever ends a wait only notes so; it is answered on threads
 * that may block. Thread-safe.
 */
@ApplicationScoped
public class Waits implements Deliveries {
    static final Duration TICK = Duration.ofMillis(100);
    private static final int SLOTS = 1024;

    private final WaitingDevices devices;
    private final Executor answers;
    private final LongSupplier nanos;
    private final Counters ended;
    private final Wheel<Wait> wheel;
    private final Map<UserId, Map<DeviceId, Wait>> byUser = new ConcurrentHashMap<>();
    private final AtomicBoolean doubted = new AtomicBoolean();
    private volatile boolean draining;
    private Timers.Plan beat = () -> {};

    /** For the client proxy. */
    Waits() {
        devices = null;
        answers = null;
        nanos = null;
        ended = null;
        wheel = null;
    }

    @Inject
    Waits(WaitingDevices devices, AnswerThreads answers, Meters meters) {
        this(devices, answers, meters, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    Waits(WaitingDevices devices, Executor answers, Meters meters, LongSupplier nanos) {
        this.devices = devices;
        this.answers = answers;
        this.nanos = nanos;
        this.wheel = new Wheel<>(TICK, SLOTS, nanos.getAsLong());
        this.ended = meters.counters(
                "omega_longpoll_ended_total",
                "reason",
                "Waits over HTTPS that have ended, by reason",
                Arrays.stream(WaitEnd.values()).map(WaitEnd::word).toArray(String[]::new));
        meters.gauge("omega_longpoll_waits", "Devices that wait over HTTPS", this::count);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application, Timers timers) {
        beat = timers.beat(TICK, this::tick);
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        beat.cancel();
    }

    int count() {
        return byUser.values().stream().mapToInt(Map::size).sum();
    }

    /** So long from now. */
    Wait.Until until(Duration time, WaitEnd then) {
        return new Wait.Until(nanos.getAsLong() + time.toNanos(), then);
    }

    /**
     * Begins a wait, which ends an earlier one of the device. What was committed before this returns is to be {@link #announce announced} by the
     * caller.
     *
     * @return false if the user has too many devices here; then it is never answered
     */
    boolean begin(Wait wait) {
        if (!devices.enter(wait.user(), wait.device())) {
            return false;
        }
        byUser.compute(wait.user(), (user, known) -> {
            Map<DeviceId, Wait> some = known == null ? new ConcurrentHashMap<>(1) : known;
            Wait older = some.put(wait.device(), wait);
            if (older != null) {
                finish(older, WaitEnd.REPLACED);
            }
            return some;
        });
        wait.comesDueOn(wheel);
        if (draining) {
            end(wait, WaitEnd.DRAINED);
        } else if (!wait.mayStay()) { // what was learnt since its request was let in
            end(wait, WaitEnd.REFUSED);
        }
        return true;
    }

    /** Its client is gone: its place is free, and nobody takes the answer. */
    void gone(Wait wait) {
        end(wait, WaitEnd.GONE);
    }

    private void end(Wait wait, WaitEnd how) {
        byUser.computeIfPresent(wait.user(), (user, waits) -> {
            waits.remove(wait.device(), wait);
            return waits.isEmpty() ? null : waits;
        });
        finish(wait, how);
    }

    private void finish(Wait wait, WaitEnd how) {
        if (wait.end(wheel)) {
            devices.leave(wait.user(), wait.device());
            ended.of(how.word()).increment();
            answers.execute(() -> wait.answer(how));
        }
    }

    private List<Wait> of(UserId user) {
        return List.copyOf(byUser.getOrDefault(user, Map.of()).values());
    }

    private void endAll(Predicate<Wait> which, WaitEnd how) {
        byUser.keySet().forEach(user -> of(user).stream().filter(which).forEach(wait -> end(wait, how)));
    }

    @Override
    public void deliver(BadgeChange change) {
        announce(change.receiver(), change.revision());
    }

    @Override
    public Set<UserId> users() {
        return Snapshot.of(byUser.keySet());
    }

    @Override
    public long newestOf(UserId user) {
        return of(user).stream().mapToLong(Wait::revision).max().orElse(0);
    }

    @Override
    public void announce(UserId receiver, long revision) {
        of(receiver).stream().filter(wait -> wait.revision() < revision).forEach(wait -> end(wait, WaitEnd.CHANGED));
    }

    @Override
    public void setBack(UserId user) {
        devices.setBack(user);
        of(user).forEach(wait -> end(wait, WaitEnd.CHANGED));
    }

    void revoked(@Observes DeviceRevoked revoked) {
        doubt();
    }

    void removed(@Observes UserRemoved gone) {
        doubt();
    }

    /** Asks of each whether it may stay; once for all that is learnt at a time. */
    private void doubt() {
        if (doubted.compareAndSet(false, true)) {
            answers.execute(() -> {
                doubted.set(false);
                endAll(wait -> !wait.mayStay(), WaitEnd.REFUSED);
            });
        }
    }

    void tick() {
        wheel.due(nanos.getAsLong()).forEach(wait -> end(wait, wait.atLast()));
    }

    /** Sends all away, and whoever comes later. Returns when their answers have begun, or after this time. */
    public void drain(Duration patience) throws InterruptedException {
        draining = true;
        endAll(wait -> true, WaitEnd.DRAINED);
        CountDownLatch begun = new CountDownLatch(1);
        answers.execute(begun::countDown);
        begun.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
