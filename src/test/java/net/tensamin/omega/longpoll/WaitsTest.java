package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.tauri.WaitingDevices;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final long REVISION = 5;
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final DeviceId phone = DeviceId.random();
    private final DeviceId desktop = DeviceId.random();
    private final Devices devices = new Devices();
    private final Queue<Runnable> answers = new ArrayDeque<>();
    private final Meters meters = new Meters();
    private final List<String> told = new ArrayList<>();
    private boolean revoked;
    private long now;
    private final Waits waits = new Waits(devices, answers::add, meters, () -> now);

    /** Those that are here, none of whom has more than two devices. */
    private static final class Devices implements WaitingDevices {
        private final List<DeviceId> here = new ArrayList<>();
        private final List<UserId> setBack = new ArrayList<>();

        @Override
        public synchronized boolean enter(UserId user, DeviceId device) {
            return (here.contains(device) || Set.copyOf(here).size() < 2) && here.add(device);
        }

        @Override
        public synchronized void leave(UserId user, DeviceId device) {
            assertTrue(here.remove(device), "it has entered");
        }

        @Override
        public void has(UserId user, DeviceId device, long revision) {
            throw new UnsupportedOperationException("that is told before the wait");
        }

        @Override
        public synchronized void setBack(UserId user) {
            setBack.add(user);
        }
    }

    @Test
    void aChangeEndsTheWaitsOfItsReceiverAndNoOther() {
        begin("phone", ALICE, phone);
        begin("desktop", BOB, desktop);

        waits.deliver(change(ALICE, REVISION + 1));

        assertEquals(List.of(), told, "nothing is answered on the thread that committed");
        assertEquals(List.of("phone: CHANGED"), told());
        assertEquals(Set.of(BOB), waits.users());
        assertEquals(List.of(desktop), devices.here);
    }

    @Test
    void aChangeThatTheDeviceHasEndsNothing() {
        begin("phone", ALICE, phone);

        waits.deliver(change(ALICE, REVISION));
        waits.announce(ALICE, REVISION - 1);

        assertEquals(List.of(), told());
        assertEquals(REVISION, waits.newestOf(ALICE));
        assertEquals(0, waits.newestOf(BOB));
    }

    @Test
    void aWaitEndsWhenItsTimeIsOverAndNotBefore() {
        begin("phone", ALICE, phone);

        pass(WAIT.minusMillis(1));
        assertEquals(List.of(), told());
        pass(Waits.TICK);
        assertEquals(List.of("phone: UNCHANGED"), told());
        assertEquals(Set.of(), waits.users());
    }

    @Test
    void aWaitThatOutlastsItsCertificateEndsWithIt() {
        Wait.Until end = waits.until(Duration.ofSeconds(3), WaitEnd.REFUSED);
        waits.begin(new Wait(ALICE, phone, REVISION, end, () -> true, how -> told.add("phone: " + how)));

        pass(Duration.ofSeconds(3).plus(Waits.TICK));

        assertEquals(List.of("phone: REFUSED"), told());
    }

    @Test
    void aDeviceThatIsGoneLeavesItsPlaceOnce() {
        Wait wait = new Wait(
                ALICE,
                phone,
                REVISION,
                waits.until(WAIT, WaitEnd.UNCHANGED),
                () -> true,
                how -> told.add("phone: " + how));
        waits.begin(wait);

        waits.gone(wait);
        waits.gone(wait);
        waits.deliver(change(ALICE, REVISION + 1));

        assertEquals(List.of("phone: GONE"), told());
        assertEquals(List.of(), devices.here);
    }

    @Test
    void aNewerWaitOfTheDeviceEndsTheOlder() {
        begin("phone", ALICE, phone);
        begin("phone again", ALICE, phone);

        assertEquals(List.of("phone: REPLACED"), told());
        waits.deliver(change(ALICE, REVISION + 1));
        assertEquals(List.of("phone: REPLACED", "phone again: CHANGED"), told());
        assertEquals(List.of(), devices.here);
    }

    @Test
    void aDeviceTooManyIsTurnedAwayAndAnotherWaitOfOneThatIsHereIsNot() {
        begin("phone", ALICE, phone);
        begin("desktop", ALICE, desktop);

        assertFalse(waits.begin(wait("tablet", ALICE, DeviceId.random())));
        begin("desktop again", ALICE, desktop);

        waits.deliver(change(ALICE, REVISION + 1));
        assertEquals(Set.of("phone: CHANGED", "desktop: REPLACED", "desktop again: CHANGED"), Set.copyOf(told()));
    }

    @Test
    void whoMayNotStayIsSentAwayWhenThatIsLearnt() {
        for (Runnable learning : List.<Runnable>of(
                () -> waits.revoked(new DeviceRevoked(phone)), () -> waits.removed(new UserRemoved(ALICE)))) {
            revoked = false;
            begin("phone", ALICE, phone);
            learning.run();
            assertEquals(List.of(), told(), "it may stay");

            revoked = true;
            learning.run();
            assertEquals(List.of("phone: REFUSED"), told());
            told.clear();
        }
    }

    @Test
    void whoMayNotStaySinceItWasLetInDoesNotWait() {
        revoked = true;
        begin("phone", ALICE, phone);
        assertEquals(List.of("phone: REFUSED"), told());
    }

    @Test
    void aDrainEndsAllWaitsAndThoseThatComeLater() throws InterruptedException {
        begin("phone", ALICE, phone);

        waits.drain(Duration.ZERO);
        begin("desktop", BOB, desktop);

        assertEquals(List.of("phone: DRAINED", "desktop: DRAINED"), told());
    }

    @Test
    void aStoreThatCameBackOlderIsAChange() {
        begin("phone", ALICE, phone);

        waits.setBack(ALICE);

        assertEquals(List.of("phone: CHANGED"), told());
        assertEquals(List.of(ALICE), devices.setBack);
    }

    @Test
    void endsAreCountedByTheirReason() {
        begin("phone", ALICE, phone);
        assertEquals(1, meters.samples().get("omega_longpoll_waits"));
        waits.deliver(change(ALICE, REVISION + 1));
        begin("phone", ALICE, phone);
        pass(WAIT.plus(Waits.TICK));

        assertEquals(0, meters.samples().get("omega_longpoll_waits"));
        assertEquals(1, meters.samples().get("omega_longpoll_ended_total{reason=\"changed\"}"));
        assertEquals(1, meters.samples().get("omega_longpoll_ended_total{reason=\"unchanged\"}"));
        assertEquals(0, meters.samples().get("omega_longpoll_ended_total{reason=\"drained\"}"));
    }

    /** Whatever ends a wait at the same time as another does. */
    @Test
    void eachWaitIsAnsweredOnceAndLeavesOnce() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger answered = new AtomicInteger();
        Waits crowded = new Waits(devices, threads, meters, System::nanoTime);
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            DeviceId device = new Random(round).nextBoolean() ? phone : desktop;
            Wait.Until soon = crowded.until(Duration.ofMillis(round % 3), WaitEnd.UNCHANGED);
            Wait wait = new Wait(ALICE, device, REVISION, soon, () -> true, how -> answered.incrementAndGet());
            threads.execute(() -> crowded.deliver(change(ALICE, REVISION + 1)));
            threads.execute(() -> assertTrue(crowded.begin(wait)));
            threads.execute(crowded::tick);
        }
        threads.execute(() -> crowded.deliver(change(ALICE, REVISION + 1)));
        while (answered.get() < rounds) {
            crowded.deliver(change(ALICE, REVISION + 1));
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        assertEquals(rounds, answered.get());
        assertEquals(List.of(), devices.here);
    }

    private void begin(String name, UserId user, DeviceId device) {
        assertTrue(waits.begin(wait(name, user, device)));
    }

    private Wait wait(String name, UserId user, DeviceId device) {
        return new Wait(
                user,
                device,
                REVISION,
                waits.until(WAIT, WaitEnd.UNCHANGED),
                () -> !revoked,
                how -> told.add(name + ": " + how));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        waits.tick();
    }

    /** After what is to be answered is. */
    private List<String> told() {
        for (Runnable next = answers.poll(); next != null; next = answers.poll()) {
            next.run();
        }
        return told;
    }

    private static BadgeChange change(UserId receiver, long revision) {
        return new BadgeChange(receiver, revision - 1, revision, List.of(new Badge(new UserId(9), 1, revision)));
    }
}
